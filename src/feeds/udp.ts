import { createSocket, type Socket } from 'node:dgram';
import { CommonwatchError } from '../core/errors.ts';
import { type Feed, FeedCore, type FeedOptions } from './feed.ts';

export interface UdpFeedOptions<Release> extends FeedOptions<Release> {
  readonly port: number;
  /** Address to listen on; loopback unless told, because anyone can send datagrams. */
  readonly address?: string;
  /** Multicast group to join (IEC 61162-450 uses 239.192.0.1 to .64). */
  readonly group?: string;
}

/** A UDP feed says on which port it listens, for a port of 0 is chosen by the system. */
export interface UdpFeed extends Feed {
  readonly port: number;
}

/** A feed that listens for datagrams: sentences with or without line ends, bare or with an `UdPbC` header. */
export function createUdpFeed<Release>(options: UdpFeedOptions<Release>): UdpFeed {
  const core = new FeedCore({ ...options, format: options.format ?? 'nmea' }, Date.now);
  let socket: Socket | undefined;
  let port = options.port;

  return {
    get health() {
      return core.health;
    },
    get port() {
      return port;
    },
    run: () =>
      new Promise((resolve, reject) => {
        const address = options.address ?? '127.0.0.1';
        socket = createSocket({
          type: address.includes(':') ? 'udp6' : 'udp4',
          reuseAddr: options.group !== undefined,
        });
        socket.on('message', (bytes) => core.takeDatagram(bytes));
        socket.on('listening', () => {
          port = socket?.address().port ?? port;
          if (options.group !== undefined) socket?.addMembership(options.group);
          core.state = 'open';
        });
        socket.on('error', (error) => {
          core.lastError = error.message;
          core.close('lost');
          reject(
            new CommonwatchError('feed.unreadable', `udp://${address}:${options.port}`, { cause: error }),
          );
        });
        socket.on('close', () => {
          core.close('stopped');
          resolve();
        });
        core.state = 'waiting';
        socket.bind(options.port, address);
      }),
    async stop() {
      socket?.close();
      socket = undefined;
    },
  };
}
