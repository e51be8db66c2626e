// Draws a stacked bar chart from the table beside it, which stays the accessible form of the data.
// <figure data-chart="table-id"><div class="chart-canvas"></div>...</figure>
// Header cells carry data-series (a CSS colour variable), body cells data-value, rows data-href.
(function () {
  var charts = [];

  function variable(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function read(table) {
    var series = [];
    table.querySelectorAll('thead th[data-series]').forEach(function (cell) {
      series.push({
        name: cell.textContent.trim(), colour: cell.getAttribute('data-series'), values: []
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
    return {series: series, days: days, links: links};
  }

  function draw(chart, data) {
    var text = variable('--pl-muted');
    var line = variable('--pl-line');
    var narrow = window.innerWidth < 600;
    chart.setOption({
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: text},
      grid: {left: 8, right: 8, top: 12, bottom: narrow ? 84 : 44, containLabel: true},
      legend: {
        bottom: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 14, icon: 'roundRect',
        textStyle: {color: text, fontFamily: getComputedStyle(document.body).fontFamily}, inactiveColor: line
      },
      tooltip: {
        trigger: 'axis', renderMode: 'richText', axisPointer: {type: 'shadow'}, confine: true,
        order: 'seriesDesc',
        formatter: function (points) {
          var shown = points.filter(function (point) {
            return point.value > 0;
          }).map(function (point) {
            return point.seriesName + ': ' + point.value.toLocaleString('en');
          });
          return points[0].axisValue + '\n' + (shown.length ? shown.join('\n') : 'no messages');
        }
      },
      xAxis: {
        type: 'category', data: data.days, axisTick: {show: false},
        axisLabel: {color: text, hideOverlap: true}, axisLine: {lineStyle: {color: line}}
      },
      yAxis: {
        type: 'value', minInterval: 1, splitLine: {lineStyle: {color: line}},
        axisLabel: {
          color: text,
          formatter: function (value) {
            return value.toLocaleString('en', {notation: 'compact'});
          }
        }
      },
      series: data.series.map(function (one) {
        return {
          name: one.name, type: 'bar', stack: 'all', data: one.values, barMaxWidth: 28,
          barCategoryGap: '20%', cursor: 'pointer', itemStyle: {color: variable(one.colour)}
        };
      })
    }, true);
  }

  document.querySelectorAll('[data-chart]').forEach(function (figure) {
    var data = read(document.getElementById(figure.getAttribute('data-chart')));
    var canvas = figure.querySelector('.chart-canvas');
    canvas.hidden = false;
    var chart = echarts.init(canvas, null, {renderer: 'svg'});
    draw(chart, data);
    chart.on('click', function (point) {
      if (data.links[point.dataIndex]) {
        window.location.href = data.links[point.dataIndex];
      }
    });
    charts.push({chart: chart, data: data});
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
