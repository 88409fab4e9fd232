import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy on this machine that loses connections when a test says so. */
export class CuttingProxy {
  /** Connections that were accepted. */
  connections = 0;
  private readonly sockets = new Set<Socket>();
  /** Bytes of answers that still pass before everything is cut, one entry for each cut to come. */
  private readonly cuts: number[] = [];
  private refusals = 0;
  /** Called after each cut of {@link cutAfter}. */
  whenCut: () => void = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** A proxy to a port of this machine. */
  static async to(url: string): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, Number(new URL(url).port));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection once so many more bytes of answers have passed; several calls cut one after the other. */
  cutAfter(bytes: number): void {
    this.cuts.push(bytes);
  }

  /** Cuts every connection now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Hangs up on the next connections at once. */
  refuse(connections: number): void {
    this.refusals = connections;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private accept(client: Socket): void {
    this.connections++;
    if (this.refusals > 0) {
      this.refusals--;
      client.destroy();
      return;
    }
    const upstream = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => this.pass(chunk, client));
    upstream.once('end', () => client.end());
  }

  private pass(chunk: Buffer, client: Socket): void {
    const [left] = this.cuts;
    if (left === undefined || chunk.length < left) {
      if (left !== undefined) this.cuts[0] = left - chunk.length;
      client.write(chunk);
      return;
    }
    this.cuts.shift();
    // What is written goes out before the end; a reset would lose it.
    for (const socket of this.sockets) {
      if (socket === client) socket.end(chunk.subarray(0, left));
      else if (socket.writable) socket.destroy();
    }
    this.whenCut();
  }
}
