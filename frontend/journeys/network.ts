import type { BrowserContext, WebSocketRoute } from "playwright-core";

const SOCKETS = /\/clients\/socketio/;

/** A network that can be pulled: Playwright's own offline leaves open sockets open. Made before the first page is opened. */
export class Network {
  private readonly context: BrowserContext;
  private readonly open = new Set<WebSocketRoute>();
  private isCut = false;

  private constructor(context: BrowserContext) {
    this.context = context;
  }

  static async of(context: BrowserContext): Promise<Network> {
    const network = new Network(context);
    await context.routeWebSocket(SOCKETS, (socket) => {
      if (network.isCut) {
        void socket.close();
        return;
      }
      network.open.add(socket);
      socket.connectToServer();
    });
    return network;
  }

  async cut(): Promise<void> {
    this.isCut = true;
    await this.context.setOffline(true);
    await Promise.all([...this.open].map((socket) => socket.close()));
    this.open.clear();
  }

  async mend(): Promise<void> {
    this.isCut = false;
    await this.context.setOffline(false);
  }
}
