// Runs before the first paint: the colours the reader chose, else those of the system.
(function () {
  var key = 'plumbline-theme';
  var system = window.matchMedia('(prefers-color-scheme: dark)');

  function chosen() {
    try {
      return localStorage.getItem(key);
    } catch (e) {
      return null;
    }
  }

  function apply() {
    var theme = chosen() || (system.matches ? 'dark' : 'light');
    document.documentElement.setAttribute('data-bs-theme', theme);
    var label = document.querySelector('[data-theme-label]');
    if (label) {
      label.textContent = theme === 'dark' ? 'Switch to light colours' : 'Switch to dark colours';
    }
    document.dispatchEvent(new CustomEvent('plumbline:theme'));
  }

  apply();
  system.addEventListener('change', apply);
  window.addEventListener('storage', apply);
  document.addEventListener('DOMContentLoaded', function () {
    var button = document.querySelector('[data-theme-switch]');
    button.hidden = false;
    button.addEventListener('click', function () {
      var dark = document.documentElement.getAttribute('data-bs-theme') === 'dark';
      try {
        localStorage.setItem(key, dark ? 'light' : 'dark');
      } catch (e) {
        // Private windows may refuse; the switch then only lasts for this page.
        document.documentElement.setAttribute('data-bs-theme', dark ? 'light' : 'dark');
        return;
      }
      apply();
    });
    apply();
  });
})();
