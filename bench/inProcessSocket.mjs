/** A WebSocket without a wire: it opens by itself, and the benchmark puts frames into it. */
export class InProcessSocket {
  static latest;
  binaryType = 'arraybuffer';
  readyState = 0;
  bufferedAmount = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;

  constructor() {
    InProcessSocket.latest = this;
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen?.({});
    });
  }

  send() {}

  close() {
    this.readyState = 3;
  }
}
