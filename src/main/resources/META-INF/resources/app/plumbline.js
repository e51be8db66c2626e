// Niceties; every page works without them.
(function () {
  // Files dropped on an upload form are as good as files chosen in it.
  document.querySelectorAll('[data-dropzone]').forEach(function (zone) {
    var input = zone.querySelector('input[type=file]');
    var list = zone.querySelector('[data-chosen]');

    function show() {
      var names = Array.from(input.files).map(function (file) {
        return file.name;
      });
      list.textContent = names.length ? names.length + (names.length === 1 ? ' file: ' : ' files: ')
          + names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '') : '';
    }

    input.addEventListener('change', show);
    zone.addEventListener('dragover', function (event) {
      event.preventDefault();
      zone.classList.add('is-over');
    });
    zone.addEventListener('dragleave', function () {
      zone.classList.remove('is-over');
    });
    zone.addEventListener('drop', function (event) {
      event.preventDefault();
      zone.classList.remove('is-over');
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  });

  // A record to paste can be copied with one press.
  document.querySelectorAll('[data-copy]').forEach(function (button) {
    if (!navigator.clipboard) {
      return;
    }
    button.hidden = false;
    button.addEventListener('click', function () {
      var text = document.getElementById(button.getAttribute('data-copy')).textContent;
      navigator.clipboard.writeText(text).then(function () {
        button.textContent = 'Copied';
      });
    });
  });

  // Choosing from a list is enough; the button is for readers without scripts.
  document.querySelectorAll('[data-autosubmit]').forEach(function (select) {
    select.addEventListener('change', function () {
      select.form.requestSubmit();
    });
  });
})();
