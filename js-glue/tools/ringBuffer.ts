/** A queue in which adding, and dropping the oldest, cost the same however much it holds (W42). Its owner keeps it small. */
export class RingBuffer<Item> {
  #slots: (Item | undefined)[] = [];
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: Item): void {
    if (this.#size === this.#slots.length) this.#grow();
    this.#slots[(this.#first + this.#size) % this.#slots.length] = item;
    this.#size++;
  }

  /** Takes the oldest out. */
  shift(): Item | undefined {
    if (this.#size === 0) return undefined;
    const item = this.at(0);
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#slots.length;
    this.#size--;
    return item;
  }

  /** From 0, the oldest. */
  at(index: number): Item | undefined {
    if (index < 0 || index >= this.#size) return undefined;
    return this.#slots[(this.#first + index) % this.#slots.length];
  }

  clear(): void {
    this.#slots = [];
    this.#first = 0;
    this.#size = 0;
  }

  #grow(): void {
    const inOrder = [...this.#slots.slice(this.#first), ...this.#slots.slice(0, this.#first)];
    inOrder.length = Math.max(16, 2 * this.#size);
    this.#slots = inOrder.fill(undefined, this.#size);
    this.#first = 0;
  }
}
