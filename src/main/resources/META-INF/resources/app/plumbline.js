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

    // How much of it was sent; whoever has no script waits without being told.
    function send(event) {
      event.preventDefault();
      var request = new XMLHttpRequest();
      var button = zone.querySelector('button');
      function over(text) {
        button.disabled = false;
        list.textContent = text;
      }
      request.upload.addEventListener('progress', function (sent) {
        if (sent.lengthComputable) {
          list.textContent = 'Sent ' + Math.floor(100 * sent.loaded / sent.total) + ' % of '
              + Math.ceil(sent.total / 1000).toLocaleString('en') + ' kB';
        }
      });
      request.upload.addEventListener('load', function () {
        list.textContent = 'All of it is sent, and being read …';
      });
      request.addEventListener('load', function () {
        if (request.status < 400) {
          window.location.href = request.responseURL;
          return;
        }
        var answer = new DOMParser().parseFromString(request.responseText, 'text/html');
        var lead = answer.querySelector('.error-page .lead');
        over(lead ? lead.textContent : 'It was refused (' + request.status + ').');
      });
      request.addEventListener('error', function () {
        over('The connection broke while it was sent; try again.');
      });
      button.disabled = true;
      request.open('POST', zone.action);
      request.setRequestHeader('Accept', 'text/html');
      request.send(new FormData(zone));
    }

    input.addEventListener('change', show);
    if (zone.hasAttribute('data-progress')) {
      zone.addEventListener('submit', send);
    }
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

  // Times are told in the reader's zone; UTC stays behind each of them.
  var months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  var written = /(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}), (\d\d):(\d\d)(?::(\d\d))? UTC/g;

  function two(number) {
    return (number < 10 ? '0' : '') + number;
  }

  function local(found) {
    var at = new Date(Date.UTC(+found[3], months.indexOf(found[2]), +found[1], +found[4], +found[5],
        +(found[6] || 0)));
    var time = document.createElement('time');
    time.dateTime = at.toISOString();
    time.title = found[0];
    time.textContent = at.getDate() + ' ' + months[at.getMonth()] + ' ' + at.getFullYear() + ', '
        + two(at.getHours()) + ':' + two(at.getMinutes()) + (found[6] ? ':' + two(at.getSeconds()) : '');
    return time;
  }

  function localTimes(root) {
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    var nodes = [];
    while (walker.nextNode()) {
      var node = walker.currentNode;
      if (node.nodeValue.indexOf(' UTC') > 0
          && !node.parentElement.closest('time, code, pre, textarea, option, svg, script')) {
        nodes.push(node);
      }
    }
    nodes.forEach(function (node) {
      var text = node.nodeValue;
      var parts = document.createDocumentFragment();
      var from = 0;
      var found;
      written.lastIndex = 0;
      while ((found = written.exec(text))) {
        parts.append(text.slice(from, found.index), local(found));
        from = written.lastIndex;
      }
      if (from) {
        parts.append(text.slice(from));
        node.replaceWith(parts);
      }
    });
  }

  var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && zone !== 'UTC' && zone !== 'Etc/UTC') {
    localTimes(document.getElementById('main'));
    document.querySelectorAll('[data-times]').forEach(function (note) {
      note.textContent = 'Days are UTC, times are of ' + zone + '; point at one for UTC.';
    });
    document.body.addEventListener('htmx:afterSwap', function () {
      localTimes(document.getElementById('main'));
    });
  }

  // Long names fold after their dots and the like; within a word only where nothing else is left.
  var mostFolds = 600;
  var places = /([.@:=!\/])(?=[^\s.@:=!\/])/;
  var everyPlace = new RegExp(places.source, 'g');

  function folds(root) {
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    var nodes = [];
    while (walker.nextNode() && nodes.length < mostFolds) {
      var node = walker.currentNode;
      if (/\S{16}/.test(node.nodeValue) && places.test(node.nodeValue)
          && !node.parentElement.closest('time, textarea, option, svg, script')) {
        nodes.push(node);
      }
    }
    nodes.forEach(function (node) {
      var parts = document.createDocumentFragment();
      node.nodeValue.split(/(\S{16,})/).forEach(function (words, index) {
        var pieces = index % 2 ? words.replace(everyPlace, '$1\n').split('\n') : [words];
        pieces.forEach(function (piece, at) {
          if (at) {
            parts.append(document.createElement('wbr'));
          }
          parts.append(piece);
        });
      });
      node.replaceWith(parts);
    });
  }

  folds(document.getElementById('main'));
  document.body.addEventListener('htmx:afterSwap', function () {
    folds(document.getElementById('main'));
  });

  // Choosing from a list is enough; the button is for readers without scripts.
  document.querySelectorAll('[data-autosubmit]').forEach(function (select) {
    select.addEventListener('change', function () {
      select.form.requestSubmit();
    });
  });
})();
