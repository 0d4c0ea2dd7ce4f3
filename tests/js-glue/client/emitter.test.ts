import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../../js-glue/client/emitter.ts';

interface Events {
  ping: number;
  pong: number;
}

function make() {
  const thrown: unknown[] = [];
  return { emitter: new Emitter<Events>((error) => thrown.push(error)), thrown };
}

describe('Emitter', () => {
  it('calls handlers in the order of their subscription, for their event only', () => {
    const { emitter } = make();
    const calls: string[] = [];
    emitter.on('ping', (n) => calls.push(`a${n}`));
    emitter.on('pong', (n) => calls.push(`x${n}`));
    emitter.on('ping', (n) => calls.push(`b${n}`));
    emitter.emit('ping', 1);
    expect(calls).toEqual(['a1', 'b1']);
  });

  it('W49 the same function subscribed twice is called twice, and each unsubscribe removes one', () => {
    const { emitter } = make();
    const handler = vi.fn();
    const first = emitter.on('ping', handler);
    emitter.on('ping', handler);
    emitter.emit('ping', 1);
    expect(handler).toHaveBeenCalledTimes(2);
    first();
    first();
    emitter.emit('ping', 2);
    expect(handler).toHaveBeenCalledTimes(3);
  });

  it('W47 a handler that unsubscribes itself makes nobody miss the event', () => {
    const { emitter } = make();
    const other = vi.fn();
    const off = emitter.on('ping', () => off());
    emitter.on('ping', other);
    emitter.emit('ping', 1);
    emitter.emit('ping', 2);
    expect(other).toHaveBeenCalledTimes(2);
  });

  it('W47 a handler that another one removes during an emit is not called any more', () => {
    const { emitter } = make();
    const removed = vi.fn();
    emitter.on('ping', () => offLater());
    const offLater = emitter.on('ping', removed);
    emitter.emit('ping', 1);
    expect(removed).not.toHaveBeenCalled();
  });

  it('W47 a handler that comes during an emit is called from the next one on', () => {
    const { emitter } = make();
    const late = vi.fn();
    const off = emitter.on('ping', () => {
      off();
      emitter.on('ping', late);
    });
    emitter.emit('ping', 1);
    expect(late).not.toHaveBeenCalled();
    emitter.emit('ping', 2);
    expect(late).toHaveBeenCalledExactlyOnceWith(2);
  });

  it('W47 a handler that adds another at each event does not keep the emit going', () => {
    const { emitter } = make();
    const late = vi.fn();
    emitter.on('ping', () => emitter.on('ping', late));
    emitter.emit('ping', 1);
    expect(late).not.toHaveBeenCalled();
    emitter.emit('ping', 2);
    expect(late).toHaveBeenCalledOnce();
  });

  it('W48 a handler that throws stops no other one, and is reported', () => {
    const { emitter, thrown } = make();
    const other = vi.fn();
    const error = new Error('of the application');
    emitter.on('ping', () => {
      throw error;
    });
    emitter.on('ping', other);
    emitter.emit('ping', 1);
    expect(other).toHaveBeenCalledOnce();
    expect(thrown).toEqual([error]);
  });

  it('F39 calls nobody once it was cleared, not even those whose turn was still to come', () => {
    const { emitter } = make();
    const other = vi.fn();
    emitter.on('ping', () => emitter.clear());
    emitter.on('ping', other);
    emitter.emit('ping', 1);
    expect(other).not.toHaveBeenCalled();
    expect(emitter.has('ping')).toBe(false);
  });

  it('knows whether anybody listens', () => {
    const { emitter } = make();
    expect(emitter.has('ping')).toBe(false);
    const off = emitter.on('ping', () => {});
    expect(emitter.has('ping')).toBe(true);
    off();
    expect(emitter.has('ping')).toBe(false);
  });
});
