// Draws stacked bars from the table beside it, which stays the accessible form of the data: what
// passes in one lane, what fails in another below it, since the one is often a hundred times the other.
// <figure data-chart="table-id"><div class="chart-canvas"></div><ol class="marks">...</figure>
// Header cells carry data-series (a CSS colour variable) and data-lane, body cells data-value, rows
// data-href; items of the list carry data-index, the row they are about.
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
        lane: cell.getAttribute('data-lane'), values: []
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
    return {series: series, days: days, links: links, marks: marks, lanes: lanes};
  }

  function compact(value) {
    return value.toLocaleString('en', {notation: 'compact'});
  }

  function tooltip(data, points) {
    var sum = 0;
    var pass = 0;
    var shown = points.filter(function (point) {
      return point.value > 0;
    }).map(function (point) {
      sum += point.value;
      if (data.series[point.seriesIndex].lane === 'PASS') {
        pass += point.value;
      }
      return point.marker + ' ' + point.seriesName + ': ' + point.value.toLocaleString('en');
    });
    var lines = [points[0].axisValue];
    if (sum) {
      lines.push(sum.toLocaleString('en') + ' messages, ' + Math.floor(100 * pass / sum) + '% pass');
      lines = lines.concat(shown);
    } else {
      lines.push('no messages');
    }
    data.marks.filter(function (mark) {
      return mark.day === points[0].dataIndex;
    }).forEach(function (mark) {
      lines.push(mark.name + '  ' + mark.text);
    });
    return lines.join('\n');
  }

  function draw(chart, data) {
    var text = variable('--pl-muted');
    var line = variable('--pl-line');
    var surface = variable('--pl-surface');
    var font = getComputedStyle(document.body).fontFamily;
    var two = data.lanes.length === 2;
    var bottom = window.innerWidth < 600 ? 88 : 52;
    var room = chart.getHeight() - bottom - 34;
    var heights = two ? [Math.round(room * .38), Math.round(room * .62) - 18] : [room];
    var grids = data.lanes.map(function (lane, index) {
      return {
        left: 52, right: 10, top: index === 0 ? 26 : 26 + heights[0] + 26,
        height: heights[index]
      };
    });
    chart.setOption({
      animation: false,
      textStyle: {fontFamily: font, color: text},
      grid: grids,
      legend: {
        bottom: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 14, icon: 'roundRect',
        textStyle: {color: text, fontFamily: font}, inactiveColor: line
      },
      axisPointer: {link: [{xAxisIndex: 'all'}]},
      tooltip: {
        trigger: 'axis', renderMode: 'richText', axisPointer: {type: 'shadow'}, confine: true,
        backgroundColor: surface, borderColor: line,
        textStyle: {color: variable('--pl-text'), fontFamily: font},
        formatter: function (points) {
          return tooltip(data, points);
        }
      },
      xAxis: data.lanes.map(function (lane, index) {
        var last = index === data.lanes.length - 1;
        return {
          type: 'category', gridIndex: index, data: data.days, axisTick: {show: false},
          axisLabel: {show: last, color: text, hideOverlap: true}, axisLine: {lineStyle: {color: line}}
        };
      }),
      yAxis: data.lanes.map(function (lane, index) {
        return {
          type: 'value', gridIndex: index, minInterval: 1, splitNumber: 3,
          splitLine: {lineStyle: {color: line}},
          name: lane === 'PASS' ? 'pass' : 'fail', nameGap: 8,
          nameTextStyle: {color: text, align: 'right', fontFamily: font},
          axisLabel: {color: text, formatter: compact}
        };
      }),
      series: data.series.map(function (one, index) {
        var lane = data.lanes.indexOf(one.lane);
        var first = data.series.findIndex(function (other) {
          return other.lane === one.lane;
        }) === index;
        return {
          name: one.name, type: 'bar', stack: one.lane, xAxisIndex: lane, yAxisIndex: lane,
          data: one.values, barMaxWidth: 28, barCategoryGap: '20%', cursor: 'pointer',
          itemStyle: {color: variable(one.colour)},
          markLine: first && data.marks.length ? {
            symbol: 'none', silent: true, lineStyle: {color: variable('--pl-brass'), type: 'dashed'},
            label: {show: lane === 0, color: variable('--pl-text'), fontFamily: font, distance: 4},
            data: data.marks.map(function (mark) {
              return {xAxis: mark.day, label: {formatter: mark.name}};
            })
          } : undefined
        };
      })
    }, true);
  }

  function show(figure) {
    var data = read(figure, document.getElementById(figure.getAttribute('data-chart')));
    var chart = echarts.init(figure.querySelector('.chart-canvas'), null, {renderer: 'svg'});
    draw(chart, data);
    chart.on('click', function (point) {
      if (data.links[point.dataIndex]) {
        window.location.href = data.links[point.dataIndex];
      }
    });
    charts.push({chart: chart, data: data});
  }

  // The library weighs more than the rest of the page: it is fetched once that is there, and somebody
  // comes near a chart.
  function withLibrary(address, use) {
    if (window.echarts) {
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
      draw(each.chart, each.data);
    });
  });
  window.addEventListener('resize', function () {
    charts.forEach(function (each) {
      each.chart.resize();
      draw(each.chart, each.data);
    });
  });
})();
