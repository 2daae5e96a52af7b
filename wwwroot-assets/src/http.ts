/** A request that did not go well: the sentence for the person, and whether trying again may help. */
export class RequestProblem extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }

  /** No answer at all: the connection was cut or the portal is away. */
  get isCut(): boolean {
    return this.status === 0;
  }
}

/** Sends a body and reads the JSON answer, with progress in bytes. Aborting rejects with an AbortError. */
export function post<T>(address: string, body: Blob, signal: AbortSignal, onProgress?: (sent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.open("POST", address);
    request.setRequestHeader("Content-Type", body.type || "application/octet-stream");
    request.responseType = "text";
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onabort = () => reject(new DOMException("Stopped.", "AbortError"));
    request.onerror = () => reject(new RequestProblem("The connection to the portal was cut.", 0));
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new RequestProblem(sentence(answer, request.status), request.status));
    };
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.send(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sentence(answer: unknown, status: number): string {
  const problem = answer as { detail?: string; title?: string } | null;
  return problem?.detail ?? problem?.title ?? `The portal answered with error ${status}.`;
}
