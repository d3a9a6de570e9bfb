import { createHash } from 'node:crypto';
import { realpathSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SetUpError, root, say } from './project.mjs';

const WAIT_MS_MAX = 15 * 60_000;

/**
 * One process at a time installs and builds in this folder; the others wait for it.
 *
 * The lock is a listening local socket, because the operating system lets go of it when its owner
 * dies, however it dies: there is no stale lock to clear away. On Linux it has an abstract name
 * and leaves nothing on the disk.
 */
export async function withLock(task) {
  const address = lockAddress();
  const until = Date.now() + WAIT_MS_MAX;
  for (let told = false; ;) {
    const lock = await tryLock(address);
    if (lock !== undefined) {
      try {
        return await task();
      } finally {
        lock.release();
      }
    }
    if (!told) say('Another start is installing or building here; waiting for it.');
    told = true;
    await ownerGone(address, until - Date.now());
    if (Date.now() > until) {
      throw new SetUpError('Another process has been installing or building for 15 minutes.');
    }
  }
}

function lockAddress() {
  const id = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 24);
  if (process.platform === 'linux') return `\0clearing-house-${id}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\clearing-house-${id}`;
  return path.join(os.tmpdir(), `clearing-house-${id}.sock`);
}

/** Listens on the address, or answers undefined when somebody else does. */
function tryLock(address) {
  return new Promise((resolve, reject) => {
    const waiting = new Set();
    const server = net.createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => waiting.delete(socket));
      socket.on('close', () => waiting.delete(socket));
    });
    server.on('error', (error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address }, () => {
      // The lock must not keep a process alive whose work is done.
      server.unref();
      const release = () => {
        server.close();
        for (const socket of waiting) socket.destroy();
      };
      resolve({ release });
    });
  });
}

/** Resolves when the owner lets go or dies, which closes the connection to it. */
function ownerGone(address, timeoutMs) {
  return new Promise((resolve) => {
    const socket = net.connect({ path: address });
    const timer = setTimeout(() => socket.destroy(), Math.max(0, timeoutMs));
    socket.on('error', (error) => {
      // A socket file without a listener was left by an owner that was killed.
      if (error.code === 'ECONNREFUSED' && path.isAbsolute(address)) unlinkQuietly(address);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      // A short pause, so that a lock that is being released is not asked for in a tight loop.
      setTimeout(resolve, 20);
    });
  });
}

function unlinkQuietly(file) {
  try {
    unlinkSync(file);
  } catch {
    // Another waiter was quicker.
  }
}
