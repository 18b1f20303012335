/* 图：每个 figure.chart 按其中的数据画出，下面的表说的是同样的内容，没有脚本也读得到。
   Each figure.chart is drawn from the data in it; the table beneath says the same without a script. */
(() => {
  "use strict";

  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const palette = ["main", "chart-2", "chart-3", "chart-4", "chart-5"].map(colour);
  const whole = (ratio) => `${Math.round(ratio * 100)}%`;
  const percent = (ratio) => (ratio === null ? "–" : `${(ratio * 100).toFixed(1)}%`);
  const escaped = (text) => {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  };

  const plain = {
    textStyle: { fontFamily: font, color: colour("ink") },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true },
    color: palette,
  };
  const axis = { axisLabel: { color: colour("soft") }, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false } };
  const grid = { left: 8, right: 16, top: 16, bottom: 8, containLabel: true };

  /* {rows: [text], columns: [text], cells: [{row, column, ratio, note, href}]} */
  const lowest = (cells) => Math.min(0.9, ...cells.map((cell) => cell.ratio ?? 1));
  const heat = ({ rows, columns, cells }) => ({
    height: 90 + rows.length * 30,
    option: {
      ...plain,
      grid: { ...grid, top: 8, bottom: 48 },
      tooltip: { formatter: ({ data }) => `${escaped(rows[data.row])} · ${escaped(columns[data.column])}<br><b>${percent(data.ratio)}</b>　${escaped(data.note)}` },
      xAxis: { type: "category", data: columns, position: "top", ...axis, axisLabel: { color: colour("ink"), interval: 0 }, splitArea: { show: false } },
      yAxis: { type: "category", data: rows, inverse: true, ...axis, axisLabel: { color: colour("ink"), align: "left", margin: 104, width: 100, overflow: "truncate" } },
      visualMap: {
        min: lowest(cells), max: 1,
        dimension: 2, orient: "horizontal", left: "center", bottom: 0, itemHeight: 160, itemWidth: 12,
        text: ["100%", percent(lowest(cells))], inRange: { color: ["#a4201b", "#e8a33d", "#f4e9c8", "#7fb8a4", "#0b6b5a"] },
      },
      series: [{
        type: "heatmap",
        data: cells.map((cell) => ({ ...cell, value: [cell.column, cell.row, cell.ratio ?? "-"] })),
        itemStyle: { borderColor: "#fff", borderWidth: 2 },
        emphasis: { itemStyle: { borderColor: colour("ink") } },
      }],
    },
  });

  /* {dates: [text], series: [{name, values}], ratio: bool, target?} : figures over time */
  const trend = ({ dates, series, ratio, target }) => ({
    height: 280,
    option: {
      ...plain,
      grid: { ...grid, top: 40, right: 48 },
      legend: { top: 0, textStyle: { color: colour("ink") } },
      tooltip: { trigger: "axis", valueFormatter: ratio ? percent : undefined },
      xAxis: { type: "category", data: dates, boundaryGap: dates.length < 2, ...axis },
      yAxis: { type: "value", scale: true, max: ratio ? 1 : undefined, min: ratio ? ({ min }) => Math.floor(Math.min(min, target ?? 1) * 20 - 0.5) / 20 : undefined, ...axis, axisLabel: { color: colour("soft"), formatter: ratio ? percent : undefined }, splitLine: { lineStyle: { color: colour("line") } } },
      series: series.map(({ name, values }, place) => ({
        name, type: "line", data: values, symbolSize: 7, connectNulls: true,
        lineStyle: { type: ["solid", "dashed", "dotted"][place % 3] },
        markLine: target && place === 0 ? { symbol: "none", data: [{ yAxis: target, label: { formatter: ratio ? percent(target) : `${target}` } }] } : undefined,
      })),
    },
  });

  /* {names: [text], series: [{name, values, colour?}], ratio: bool, target?, targets?: one for each name,
     low?: [bool], hrefs?} : one bar per name; what is low is drawn in the colour of warnings */
  const aims = (targets) => ({
    name: "", type: "scatter", symbol: "rect", symbolSize: [3, 22], silent: true, z: 3,
    itemStyle: { color: colour("ink") }, data: targets.map((aim, row) => [aim ?? "-", row]),
  });
  const bars = ({ names, series, ratio, target, targets, low, hrefs }, width) => ({
    height: 40 + (series.length > 1 ? 26 : 0) + names.length * (14 + 16 * (ratio ? series.length : 1)),
    option: {
      ...plain,
      grid: { ...grid, top: series.length > 1 ? 34 : target ? 22 : 8, right: 32 },
      legend: series.length > 1 ? { top: 0, textStyle: { color: colour("ink") } } : undefined,
      tooltip: { formatter: ({ seriesName, dataIndex, value }) => `${escaped(names[dataIndex])}<br>${escaped(seriesName)} <b>${ratio ? percent(value) : value}</b>` },
      xAxis: { type: "value", max: ratio ? 1 : undefined, ...axis, axisLabel: { color: colour("soft"), hideOverlap: true, formatter: ratio ? whole : undefined }, splitLine: { lineStyle: { color: colour("line") } } },
      yAxis: { type: "category", inverse: true, data: names, ...axis, axisLabel: { color: colour("ink"), width: Math.min(190, width * 0.36), overflow: "truncate" } },
      series: [
        ...series.map(({ name, values, colour: own }, place) => ({
          name, type: "bar", color: own ? colour(own) : undefined, barMaxWidth: 16, stack: ratio ? undefined : "all",
          data: values.map((value, row) => ({ value, href: hrefs?.[row], itemStyle: low?.[row] ? { color: colour("chart-2") } : undefined })),
          markLine: target && place === 0 ? { symbol: "none", silent: true, lineStyle: { color: colour("ink") }, data: [{ xAxis: target, label: { position: "start", formatter: ratio ? percent(target) : `${target}` } }] } : undefined,
        })),
        ...(targets ? [aims(targets)] : []),
      ],
    },
  });

  /* {groups: [{name, low, q1, median, q3, high, points: [{value, name, href, odd}]}]} */
  const spread = ({ groups }) => ({
    height: 80 + groups.length * 46,
    option: {
      ...plain,
      grid,
      tooltip: {},
      xAxis: { type: "value", scale: true, ...axis, axisLabel: { color: colour("soft"), hideOverlap: true }, splitLine: { lineStyle: { color: colour("line") } } },
      yAxis: { type: "category", inverse: true, data: groups.map((group) => group.name), ...axis, axisLabel: { color: colour("ink"), width: 150, overflow: "truncate" } },
      series: [
        { type: "boxplot", data: groups.map((group) => [group.low, group.q1, group.median, group.q3, group.high]), itemStyle: { color: colour("main-pale"), borderColor: colour("main") } },
        {
          type: "scatter", symbolSize: (_, { data }) => (data.odd ? 11 : 6),
          data: groups.flatMap((group, row) => group.points.map((point) => ({ ...point, value: [point.value, row], itemStyle: { color: colour(point.odd ? "error" : "main") } }))),
          tooltip: { formatter: ({ data }) => `${escaped(data.name)}：${data.value[0]}` },
        },
      ],
    },
  });

  const kinds = { heat, trend, bars, spread };

  const draw = (figure) => {
    const told = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const width = figure.clientWidth;
    const { height, option } = kinds[figure.dataset.kind](told, width);
    const canvas = document.createElement("div");
    canvas.className = "canvas";
    canvas.style.height = `${height}px`;
    figure.querySelector(".drawing").append(canvas);
    const chart = echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption(option);
    chart.on("click", ({ data }) => { if (data?.href) location.assign(data.href); });
    new ResizeObserver(() => chart.resize()).observe(canvas);
  };

  document.querySelectorAll("figure.chart").forEach(draw);
})();
