// Draws stacked bars from the table beside it, which stays the accessible form of the data: what
// passes in one lane, what fails in another below it, since the one is often a hundred times the other.
// <figure data-chart="table-id" data-good="pass" data-bad="fail"><div class="chart-canvas"></div><ol class="marks">...</figure>
// Header cells carry data-series (a CSS colour variable), data-lane and data-filter (what the address
// of a row adds for them), body cells data-value, rows data-href; items of the list carry data-index,
// the row they are about.
(function () {
  var charts = [];

  function variable(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function read(figure, table) {
    var series = [];
    table.querySelectorAll('thead th[data-series]').forEach(function (cell) {
      series.push({
        name: cell.textContent.trim(), colour: cell.getAttribute('data-series'),
        lane: cell.getAttribute('data-lane'), filter: cell.getAttribute('data-filter') || '', values: []
      });
    });
    var days = [];
    var links = [];
    table.querySelectorAll('tbody tr').forEach(function (row) {
      days.push(row.querySelector('th').textContent.trim());
      links.push(row.getAttribute('data-href'));
      row.querySelectorAll('td[data-value]').forEach(function (cell, index) {
        series[index].values.push(Number(cell.getAttribute('data-value')));
      });
    });
    var marks = [];
    figure.querySelectorAll('.marks [data-index]').forEach(function (item, index) {
      marks.push({
        day: Number(item.getAttribute('data-index')), name: String(index + 1),
        text: item.querySelector('a').textContent.trim()
      });
    });
    var lanes = ['PASS', 'FAIL'].filter(function (lane) {
      return series.some(function (one) {
        return one.lane === lane;
      });
    });
    return {
      series: series, days: days, links: links, marks: marks, lanes: lanes,
      words: {PASS: figure.getAttribute('data-good'), FAIL: figure.getAttribute('data-bad')}
    };
  }

  function compact(value) {
    return value.toLocaleString('en', {notation: 'compact'});
  }

  function wholeDay(data, index) {
    var sum = 0;
    var pass = 0;
    data.series.forEach(function (one) {
      sum += one.values[index];
      if (one.lane === 'PASS') {
        pass += one.values[index];
      }
    });
    return sum ? sum.toLocaleString('en') + ' messages, ' + Math.floor(100 * pass / sum) + '% ' + data.words.PASS
        : 'no messages';
  }

  // Where a click leads: to what the bar under it counts, beside bars to all of that day.
  function target(chart, event, data) {
    var bars = chart.getElementsAtEventForMode(event.native, 'nearest', {intersect: true}, false);
    var days = bars.length ? bars : chart.getElementsAtEventForMode(event.native, 'index', {intersect: false}, false);
    var link = days.length ? data.links[days[0].index] : null;
    return link && bars.length ? link + data.series[bars[0].datasetIndex].filter : link;
  }

  // In lines that fit a narrow screen.
  function folded(text, most) {
    var lines = [''];
    text.split(' ').forEach(function (word) {
      var last = lines[lines.length - 1];
      if (last && last.length + word.length >= most) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = last ? last + ' ' + word : word;
      }
    });
    return lines.join('\n     ').split('\n');
  }

  function marksOf(data, index, width) {
    return data.marks.filter(function (mark) {
      return mark.day === index;
    }).map(function (mark) {
      return folded(mark.name + '  ' + mark.text, width / 8);
    }).reduce(function (all, lines) {
      return all.concat(lines);
    }, []);
  }

  // The marks of each day, which stand next to each other: their numbers, as "1" or "2–4".
  function numbers(data) {
    var first = {};
    var last = {};
    data.marks.forEach(function (mark) {
      first[mark.day] = first[mark.day] || mark.name;
      last[mark.day] = mark.name;
    });
    return Object.keys(first).map(function (day) {
      return {day: Number(day), text: first[day] === last[day] ? first[day] : first[day] + '–' + last[day]};
    });
  }

  // Dashed lines where something happened, numbered as in the list below.
  function markLines(data) {
    return {
      id: 'marks',
      afterDatasetsDraw: function (chart) {
        var context = chart.ctx;
        var area = chart.chartArea;
        context.save();
        context.strokeStyle = variable('--pl-brass');
        context.fillStyle = variable('--pl-text');
        context.font = '12px ' + getComputedStyle(document.body).fontFamily;
        context.textAlign = 'center';
        context.setLineDash([4, 3]);
        numbers(data).forEach(function (mark) {
          var x = Math.round(chart.scales.x.getPixelForValue(mark.day)) + .5;
          context.beginPath();
          context.moveTo(x, area.top);
          context.lineTo(x, area.bottom);
          context.stroke();
          // Not beyond the edge.
          context.fillText(mark.text, Math.min(x, chart.width - context.measureText(mark.text).width / 2), area.top - 5);
        });
        context.restore();
      }
    };
  }

  function lane(name, word, weight, text, line) {
    return {
      stack: 'lanes', stackWeight: weight, stacked: true, beginAtZero: true, grace: '10%',
      grid: {color: line}, border: {display: false},
      title: {display: true, text: word, color: text},
      ticks: {
        color: text, precision: 0, maxTicksLimit: 4,
        callback: function (value, index, ticks) {
          // Above what fails stands the zero of what passes.
          return name === 'FAIL' && index === ticks.length - 1 && index > 0 ? '' : compact(value);
        }
      }
    };
  }

  function options(data) {
    var text = variable('--pl-muted');
    var line = variable('--pl-line');
    var scales = {
      x: {
        stacked: true, grid: {display: false}, border: {color: line},
        ticks: {color: text, maxRotation: 0, autoSkipPadding: 16}
      }
    };
    // What fails is below, and has more room.
    data.lanes.slice().reverse().forEach(function (name) {
      scales[name] = lane(name, data.words[name], name === 'PASS' ? 2 : 3, text, line);
    });
    return {
      animation: false, responsive: true, maintainAspectRatio: false, color: text,
      layout: {padding: {top: data.marks.length ? 16 : 4}},
      interaction: {mode: 'index', intersect: false},
      onClick: function (event, points, chart) {
        var link = target(chart, event, data);
        if (link) {
          window.location.href = link;
        }
      },
      onHover: function (event, points) {
        event.native.target.style.cursor = points.length ? 'pointer' : 'default';
      },
      scales: scales,
      plugins: {
        legend: {position: 'bottom', align: 'start', labels: {color: text, boxWidth: 12, boxHeight: 12}},
        tooltip: {
          backgroundColor: variable('--pl-surface'), borderColor: line, borderWidth: 1,
          titleColor: variable('--pl-text'), bodyColor: variable('--pl-text'),
          footerColor: variable('--pl-text'), footerFont: {weight: 'normal'},
          // A day without messages has its title, and its marks.
          filter: function (point) {
            return point.raw > 0 || point.datasetIndex === 0;
          },
          callbacks: {
            label: function (point) {
              return point.raw > 0 ? undefined : [];
            },
            afterTitle: function (points) {
              return points.length ? wholeDay(data, points[0].dataIndex) : '';
            },
            footer: function (points) {
              return points.length ? marksOf(data, points[0].dataIndex, points[0].chart.width) : [];
            }
          }
        }
      }
    };
  }

  function draw(canvas, data) {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    return new Chart(canvas, {
      type: 'bar',
      data: {
        labels: data.days,
        datasets: data.series.map(function (one) {
          return {
            label: one.name, data: one.values, backgroundColor: variable(one.colour),
            stack: one.lane, yAxisID: one.lane, grouped: false, maxBarThickness: 28, categoryPercentage: .8,
            barPercentage: 1
          };
        })
      },
      options: options(data),
      plugins: [markLines(data)]
    });
  }

  function show(figure) {
    var data = read(figure, document.getElementById(figure.getAttribute('data-chart')));
    var canvas = document.createElement('canvas');
    figure.querySelector('.chart-canvas').appendChild(canvas);
    charts.push({chart: draw(canvas, data), canvas: canvas, data: data});
  }

  // The library weighs more than the rest of the page: it is fetched once that is there, and somebody
  // comes near a chart.
  function withLibrary(address, use) {
    if (window.Chart) {
      use();
      return;
    }
    var script = document.querySelector('script[src="' + address + '"]');
    if (!script) {
      script = document.createElement('script');
      script.src = address;
      document.head.appendChild(script);
    }
    script.addEventListener('load', use);
  }

  var near = new IntersectionObserver(function (entries) {
    entries.filter(function (entry) {
      return entry.isIntersecting;
    }).forEach(function (entry) {
      var figure = entry.target;
      near.unobserve(figure);
      withLibrary(figure.getAttribute('data-library'), function () {
        show(figure);
      });
    });
  }, {rootMargin: '120px'});
  document.querySelectorAll('[data-chart]').forEach(function (figure) {
    // Its place is kept, so that nothing jumps when it comes.
    figure.querySelector('.chart-canvas').hidden = false;
    window.addEventListener('load', function () {
      near.observe(figure);
    });
  });
  document.addEventListener('plumbline:theme', function () {
    charts.forEach(function (each) {
      each.chart.destroy();
      each.chart = draw(each.canvas, each.data);
    });
  });
})();
