// The try-it box: a picture that is picked, dropped anywhere on the page, or pasted is sent to the model.
import { post, RequestProblem } from "./http";

interface DotNet {
  invokeMethodAsync(method: string, ...args: unknown[]): Promise<void>;
}

const largest = 32 * 1024 * 1024;

class TryIt {
  private readonly listening = new AbortController();
  private asking: AbortController | null = null;
  private picture: File | null = null;
  private shown: string | null = null;

  constructor(
    private readonly zone: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly preview: HTMLImageElement,
    private readonly address: string,
    private readonly dotnet: DotNet,
  ) {
    const signal = this.listening.signal;
    input.addEventListener("change", () => this.take(input.files?.[0]), { signal });
    document.addEventListener("dragover", (event) => this.hover(event, true), { signal });
    document.addEventListener("dragleave", (event) => this.hover(event, false), { signal });
    document.addEventListener("drop", (event) => this.drop(event), { signal });
    document.addEventListener("paste", (event) => this.take(event.clipboardData?.files[0]), { signal });
    preview.addEventListener("error", () => (preview.hidden = true), { signal });
    // A picture may have been picked before this script was there.
    this.take(input.files?.[0]);
  }

  dispose(): void {
    this.listening.abort();
    this.asking?.abort();
    if (this.shown) URL.revokeObjectURL(this.shown);
  }

  async ask(): Promise<void> {
    if (!this.picture) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    await this.dotnet.invokeMethodAsync("Asked");
    try {
      const answer = await post(this.address, this.picture, asking.signal);
      if (!asking.signal.aborted) await this.dotnet.invokeMethodAsync("Answered", answer);
    } catch (problem) {
      if (asking.signal.aborted) return;
      const sentence = problem instanceof RequestProblem && problem.isCut ? "The portal could not be reached. Is it still started?" : String((problem as Error).message);
      await this.dotnet.invokeMethodAsync("Failed", sentence);
    }
  }

  private hover(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.zone.classList.toggle("dragging", over);
  }

  private drop(event: DragEvent): void {
    this.hover(event, false);
    this.take(event.dataTransfer?.files[0]);
  }

  private take(file: File | undefined): void {
    if (!file) return;
    this.picture = file;
    this.input.value = "";
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = URL.createObjectURL(file);
    this.preview.src = this.shown;
    this.preview.hidden = false;
    if (file.size > largest) void this.dotnet.invokeMethodAsync("Failed", "This picture is larger than 32 MiB. Save it smaller and try again.");
    else void this.ask();
  }
}

const boxes = new Map<string, TryIt>();

export function init(id: string, zone: HTMLElement, input: HTMLInputElement, preview: HTMLImageElement, address: string, dotnet: DotNet): void {
  boxes.set(id, new TryIt(zone, input, preview, address, dotnet));
}

export function update(id: string): void {
  void boxes.get(id)?.ask();
}

export function dispose(id: string): void {
  boxes.get(id)?.dispose();
  boxes.delete(id);
}
