// Sends pictures to the portal: a zip, a folder, or files, by drag and drop or by picking, several at a time.
import { fromDrop, fromInput, type Selection } from "./files";
import { post, RequestProblem } from "./http";

interface DotNet {
  invokeMethodAsync<T>(method: string, ...args: unknown[]): Promise<T>;
}

interface Receipt {
  filesStored: number;
  refused: { path: string; sentence: string }[];
}

interface Job {
  body: File;
  size: number;
  address: string;
  path: string;
}

const parallel = 4;
const attempts = 3;
const reportEvery = 200;

class Uploader {
  private readonly listening = new AbortController();
  private sending: AbortController | null = null;
  private held: Selection | null = null;
  private jobs: Job[] = [];
  private total = { files: 0, bytes: 0 };
  private doneFiles = 0;
  private doneBytes = 0;
  private startedAt = 0;
  private reportedAt = 0;
  private readonly inFlight = new Map<Job, number>();
  private receipt: Receipt = { filesStored: 0, refused: [] };

  constructor(
    private readonly zone: HTMLElement,
    files: HTMLInputElement,
    folder: HTMLInputElement,
    private readonly dotnet: DotNet,
  ) {
    const signal = this.listening.signal;
    zone.addEventListener("dragover", (event) => this.hover(event, true), { signal });
    zone.addEventListener("dragleave", (event) => this.hover(event, false), { signal });
    zone.addEventListener("drop", (event) => void this.drop(event), { signal });
    for (const input of [files, folder]) {
      input.addEventListener("change", () => void this.pick(input), { signal });
      // Files may have been picked before this script was there.
      void this.pick(input);
    }
    addEventListener("beforeunload", (event) => this.sending && event.preventDefault(), { signal });
  }

  dispose(): void {
    this.listening.abort();
    this.sending?.abort();
  }

  cancel(): void {
    this.sending?.abort();
  }

  label(name: string): void {
    const held = this.held;
    this.held = null;
    if (held) void this.begin({ ...held, loose: [], pictures: [...held.pictures, ...held.loose.map((file) => ({ file, path: `${name}/${file.name}` }))] });
  }

  retry(): void {
    void this.send();
  }

  private hover(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.zone.classList.toggle("dragging", over);
  }

  private async drop(event: DragEvent): Promise<void> {
    this.hover(event, false);
    if (event.dataTransfer && !this.sending) await this.begin(await fromDrop(event.dataTransfer));
  }

  private async pick(input: HTMLInputElement): Promise<void> {
    if (input.files && input.files.length > 0 && !this.sending) {
      const selection = fromInput(input.files);
      await this.begin(selection);
      input.value = "";
    }
  }

  private async begin(selection: Selection): Promise<void> {
    if (selection.archives.length + selection.pictures.length + selection.loose.length === 0) {
      await this.dotnet.invokeMethodAsync("Stopped", "There was no picture and no zip among these files.", false, 0);
      return;
    }
    const address = await this.dotnet.invokeMethodAsync<string | null>("Prepare", selection.suggestedName, selection.loose.length);
    if (address === null) {
      this.held = selection;
      return;
    }
    this.jobs = [
      ...selection.archives.map((file) => ({ body: file, size: file.size, address: `${address}/archive`, path: file.name })),
      ...selection.pictures.map(({ file, path }) => ({ body: file, size: file.size, address: `${address}/files?path=${encodeURIComponent(path)}`, path })),
    ];
    this.total = { files: this.jobs.length, bytes: this.jobs.reduce((sum, job) => sum + job.size, 0) };
    this.doneFiles = 0;
    this.doneBytes = 0;
    this.receipt = { filesStored: 0, refused: [] };
    await this.send();
  }

  /** Sends what is left; the jobs that are done have left the list. */
  private async send(): Promise<void> {
    this.sending = new AbortController();
    this.startedAt = performance.now() - 1;
    const alreadySent = this.doneBytes;
    const report = (force = false) => this.report(alreadySent, force);
    report(true);
    try {
      const archive = this.jobs.some((job) => job.address.endsWith("/archive"));
      await Promise.all(Array.from({ length: archive ? 1 : parallel }, () => this.work(report)));
    } catch (problem) {
      this.sending?.abort();
      this.sending = null;
      this.inFlight.clear();
      await this.stopped(problem);
      return;
    }
    this.sending = null;
    await this.dotnet.invokeMethodAsync("Finished", this.receipt);
  }

  private async work(report: (force?: boolean) => void): Promise<void> {
    for (let job = this.next(); job; job = this.next()) {
      const current = job;
      this.inFlight.set(current, 0);
      await this.attempt(current, (sent) => {
        this.inFlight.set(current, Math.min(sent, current.size));
        report();
      });
      this.inFlight.delete(current);
      this.jobs.splice(this.jobs.indexOf(current), 1);
      this.doneFiles++;
      this.doneBytes += current.size;
      report();
    }
  }

  private next(): Job | undefined {
    return this.jobs.find((job) => !this.inFlight.has(job));
  }

  private async attempt(job: Job, onProgress: (sent: number) => void): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        const receipt = await post<Receipt>(job.address, job.body, this.sending!.signal, onProgress);
        this.receipt.filesStored += receipt.filesStored;
        this.receipt.refused.push(...receipt.refused.map(({ path, sentence }) => ({ path, sentence })));
        return;
      } catch (problem) {
        if (!(problem instanceof RequestProblem)) throw problem;
        const concernsThisFile = !job.address.endsWith("/archive") && (problem.status === 400 || problem.status === 413 || problem.status === 415);
        if (concernsThisFile) {
          this.receipt.refused.push({ path: job.path, sentence: problem.message });
          return;
        }
        if (!problem.isCut || tried === attempts) throw problem;
        await new Promise((wait) => setTimeout(wait, 500 * tried));
      }
    }
  }

  private async stopped(problem: unknown): Promise<void> {
    const stored = this.receipt.filesStored;
    if (problem instanceof DOMException && problem.name === "AbortError") {
      await this.dotnet.invokeMethodAsync("Stopped", "The upload was stopped. What had arrived is kept; Retry sends the rest.", true, stored);
    } else if (problem instanceof RequestProblem && problem.isCut) {
      const left = `${this.doneFiles} of ${this.total.files} files had arrived and are kept.`;
      await this.dotnet.invokeMethodAsync("Stopped", `The connection to the portal was cut. ${left} Retry sends the rest.`, true, stored);
    } else {
      const sentence = problem instanceof Error ? problem.message : String(problem);
      await this.dotnet.invokeMethodAsync("Stopped", sentence, false, stored);
    }
  }

  private report(alreadySent: number, force: boolean): void {
    const now = performance.now();
    if (!force && now - this.reportedAt < reportEvery) return;
    this.reportedAt = now;
    const sent = this.doneBytes + [...this.inFlight.values()].reduce((sum, bytes) => sum + bytes, 0);
    const rate = (sent - alreadySent) / (now - this.startedAt);
    const remainingSeconds = now - this.startedAt > 1000 && rate > 0 ? (this.total.bytes - sent) / rate / 1000 : null;
    const progress = { filesDone: this.doneFiles, files: this.total.files, bytesDone: sent, bytes: this.total.bytes, remainingSeconds };
    // A page whose connection is just being made anew misses a report, and nothing else.
    this.dotnet.invokeMethodAsync("Progressed", progress).catch(() => {});
  }
}

const uploaders = new Map<string, Uploader>();

export function init(id: string, zone: HTMLElement, files: HTMLInputElement, folder: HTMLInputElement, dotnet: DotNet): void {
  uploaders.set(id, new Uploader(zone, files, folder, dotnet));
}

export function update(id: string, command: "label" | "retry" | "cancel", argument: string): void {
  const uploader = uploaders.get(id);
  if (command === "label") uploader?.label(argument);
  else if (command === "retry") uploader?.retry();
  else uploader?.cancel();
}

export function dispose(id: string): void {
  uploaders.get(id)?.dispose();
  uploaders.delete(id);
}
