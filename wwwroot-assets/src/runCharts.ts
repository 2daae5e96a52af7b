// The live curves of a run: training thin, held-back thick, the best round marked.
import uPlot from "uplot";
import { onChange } from "./theme";

interface Options {
  title: string;
  isShare: boolean;
}

interface Update {
  replace: boolean;
  rounds: number;
  train: number[];
  validation: number[];
  best: number | null;
}

type Curve = Map<number, number>;

const height = 240;
const percent = (value: number) => `${(value * 100).toFixed(value > 0.999 ? 0 : 1)} %`;

class Chart {
  private readonly train: Curve = new Map();
  private readonly validation: Curve = new Map();
  private readonly canvasHost = document.createElement("div");
  private readonly legend = document.createElement("div");
  private readonly resizing: ResizeObserver;
  private readonly stopTheme: () => void;
  private rounds = 0;
  private best: number | null = null;
  private plot: uPlot | null = null;
  private frame = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly options: Options,
  ) {
    this.legend.className = "chart-legend";
    host.replaceChildren(this.legend, this.canvasHost);
    this.canvasHost.setAttribute("role", "img");
    this.canvasHost.setAttribute("aria-label", options.title);
    this.resizing = new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height }));
    this.resizing.observe(host);
    this.stopTheme = onChange(() => this.build());
    this.build();
  }

  update(update: Update): void {
    if (update.replace) {
      this.train.clear();
      this.validation.clear();
    }
    append(this.train, update.train);
    append(this.validation, update.validation);
    this.rounds = update.rounds;
    this.best = update.best;
    this.host.dataset.points = String(this.train.size + this.validation.size);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.plot?.setData(this.data());
      this.describe(null);
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.resizing.disconnect();
    this.stopTheme();
    this.plot?.destroy();
  }

  private width(): number {
    return Math.max(200, this.host.clientWidth);
  }

  /** Both curves over the union of their rounds, with gaps where one has no point. */
  private data(): uPlot.AlignedData {
    const xs = [...new Set([...this.train.keys(), ...this.validation.keys()])].sort((a, b) => a - b);
    const column = (curve: Curve) => xs.map((x) => curve.get(x) ?? null);
    return [xs, column(this.train), column(this.validation)];
  }

  /** Colours cannot be changed in a plot, so a change of theme makes a new one. */
  private build(): void {
    this.plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: color("--muted"),
      grid: { stroke: color("--line"), width: 1 },
      ticks: { show: false },
      font: "12px " + style.getPropertyValue("--font"),
    };
    const format = this.options.isShare ? percent : (value: number) => value.toFixed(3);
    this.plot = new uPlot(
      {
        width: this.width(),
        height,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
        scales: { x: { time: false, range: (_, low, high) => [Math.min(low ?? 0, 1), Math.max(this.rounds, high ?? 1, 2)] }, y: this.options.isShare ? { range: [0, 1] } : { range: (_, _low, high) => [0, high * 1.05 || 1] } },
        axes: [
          { ...axis, size: 32, values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? String(split) : "")) },
          { ...axis, size: 52, values: (_, splits) => splits.map((split) => (this.options.isShare ? `${Math.round(split * 100)} %` : String(split))) },
        ],
        series: [
          {},
          { label: "learnt from", stroke: color("--train-series"), width: 1.25, spanGaps: true, points: { show: false } },
          { label: "held back", stroke: color("--validation-series"), width: 3, spanGaps: true, points: { show: () => this.validation.size <= 40, size: 6 } },
        ],
        hooks: {
          draw: [(plot) => this.markBest(plot, color("--best-mark"))],
          setCursor: [(plot) => this.describe(plot.cursor.idx ?? null, format)],
        },
      },
      this.data(),
      this.canvasHost,
    );
    this.describe(null, format);
  }

  private markBest(plot: uPlot, color: string): void {
    const y = this.best === null ? undefined : nearest(this.validation, this.best);
    if (this.best === null || y === undefined) return;
    const left = plot.valToPos(this.best, "x", true);
    const top = plot.valToPos(y, "y", true);
    plot.ctx.save();
    plot.ctx.fillStyle = color;
    plot.ctx.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface");
    plot.ctx.lineWidth = 2 * devicePixelRatio;
    plot.ctx.beginPath();
    plot.ctx.arc(left, top, 6 * devicePixelRatio, 0, 2 * Math.PI);
    plot.ctx.fill();
    plot.ctx.stroke();
    plot.ctx.restore();
  }

  /** The legend reads both curves at the pointer, or at their ends. */
  private describe(index: number | null, format: (value: number) => string = this.options.isShare ? percent : (value) => value.toFixed(3)): void {
    const [xs] = this.data();
    const x = index === null ? undefined : (xs as number[])[index];
    const at = (curve: Curve) => (x === undefined ? [...curve.values()].at(-1) : nearest(curve, x));
    const show = (value: number | undefined) => (value === undefined ? "–" : format(value));
    const round = x === undefined ? "" : `round ${x.toFixed(1)}`;
    this.legend.replaceChildren(
      entry("line-key", "learnt from", show(at(this.train))),
      entry("line-key validation", "held back", show(at(this.validation))),
      document.createTextNode(round),
    );
  }
}

function append(curve: Curve, flat: number[]): void {
  for (let i = 0; i + 1 < flat.length; i += 2) curve.set(flat[i]!, flat[i + 1]!);
}

/** The curve's value at the point nearest to x. */
function nearest(curve: Curve, x: number): number | undefined {
  let found: number | undefined;
  let distance = Infinity;
  for (const [at, value] of curve) {
    if (Math.abs(at - x) < distance) [distance, found] = [Math.abs(at - x), value];
  }
  return found;
}

function entry(key: string, name: string, value: string): HTMLElement {
  const element = document.createElement("span");
  const line = document.createElement("span");
  const number = document.createElement("b");
  line.className = key;
  number.textContent = value;
  element.append(line, `${name} `, number);
  return element;
}

const charts = new Map<string, Chart>();

export function init(id: string, host: HTMLElement, options: Options): void {
  charts.set(id, new Chart(host, options));
}

export function update(id: string, change: Update): void {
  charts.get(id)?.update(change);
}

export function dispose(id: string): void {
  charts.get(id)?.dispose();
  charts.delete(id);
}
