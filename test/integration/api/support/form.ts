/** The body of a multipart form, written by hand so that a spec can also break it. */
export class Form {
  static readonly BOUNDARY = 'kotae-boundary';
  readonly headers = { 'Content-Type': `multipart/form-data; boundary=${Form.BOUNDARY}` };
  private readonly parts: Buffer[] = [];

  /** Adds a file as browsers do; without a name as a plain field. */
  file(name: string | null, content: string | Uint8Array, field = 'file'): this {
    const filename = name === null ? '' : `; filename="${name}"`;
    this.parts.push(
      Buffer.from(`--${Form.BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${filename}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    );
    return this;
  }

  bytes(): Buffer {
    return Buffer.concat([...this.parts, Buffer.from(`--${Form.BOUNDARY}--\r\n`)]);
  }

  /** The body as far as the end of the last file's content. */
  truncated(): Buffer {
    return Buffer.concat(this.parts.slice(0, -1));
  }
}
