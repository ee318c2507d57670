import type { ApiError } from '../../src/hub/api.ts';

/** What the hub answered when it refused: a stable code of docs/errors.md, and the rule that was broken. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly path: string | undefined;

  constructor(status: number, { code, message, path }: ApiError) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.path = path;
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A path with a query; undefined and empty values are left out. */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (pairs.length === 0) return path;
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/** The hub as one pair of eyes sees it. Every request carries `as` where another party's eyes are borrowed. */
export class HubClient {
  readonly as: string | undefined;
  readonly #csrf: string;

  constructor(csrf: string, as?: string) {
    this.#csrf = csrf;
    this.as = as;
  }

  /** The address of `path` under `/api`, for links and the event stream. */
  url(path: string, query: Query = {}): string {
    return withQuery(`/api${path}`, { ...query, as: this.as });
  }

  /** @throws {Problem} when the hub refuses, or cannot be reached (`network.unreachable`) */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await this.#send('GET', path, undefined, signal)).json() as Promise<T>;
  }

  /** @throws {Problem} */
  async bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
    return (await this.#send('GET', path, undefined, signal)).arrayBuffer();
  }

  /** @throws {Problem} */
  async post<T>(path: string, body?: unknown): Promise<T> {
    return this.#change<T>('POST', path, body);
  }

  /** What a change answers with as a file to save. @throws {Problem} */
  async file(path: string, body: unknown): Promise<{ content: Blob; fileName: string }> {
    const response = await this.#send('POST', path, body);
    const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
    return { content: await response.blob(), fileName: named?.[1] ?? 'file' };
  }

  /** @throws {Problem} */
  async put<T>(path: string, body: unknown): Promise<T> {
    return this.#change<T>('PUT', path, body);
  }

  /** @throws {Problem} */
  async delete<T>(path: string): Promise<T> {
    return this.#change<T>('DELETE', path, undefined);
  }

  /**
   * Uploads a file, with the share that is through. XMLHttpRequest, because fetch tells nothing about uploads.
   * @throws {Problem}
   */
  upload<T>(
    path: string,
    file: File,
    onProgress: (share: number) => void,
    signal?: AbortSignal,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.url(path));
      request.setRequestHeader('x-commonwatch-csrf', this.#csrf);
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
      request.onload = () =>
        request.status < 300
          ? resolve(JSON.parse(request.responseText) as T)
          : reject(new Problem(request.status, errorIn(request.responseText, request.status)));
      request.onerror = () => reject(unreachable());
      request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
      signal?.addEventListener('abort', () => request.abort());
      const form = new FormData();
      // Fields come first: the hub reads the file as it comes.
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', file, file.name);
      request.send(form);
    });
  }

  async #change<T>(method: string, path: string, body: unknown): Promise<T> {
    const response = await this.#send(method, path, body);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async #send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = method === 'GET' ? {} : { 'x-commonwatch-csrf': this.#csrf };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(this.url(path), {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        signal,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable();
    }
    if (!response.ok) throw new Problem(response.status, errorIn(await response.text(), response.status));
    return response;
  }
}

function unreachable(): Problem {
  return new Problem(0, { code: 'network.unreachable', message: '' });
}

function errorIn(text: string, status: number): ApiError {
  try {
    const error = JSON.parse(text) as Partial<ApiError>;
    if (typeof error.code === 'string') return { message: '', ...error, code: error.code };
  } catch {
    // Not JSON: a proxy answered in the hub's place.
  }
  return { code: `http.${status}`, message: text.slice(0, 200) };
}
