/** Gives the same part again as long as it counts as the same: a component with a selector renders only for another one. */
export class Selection<Part> {
  #last: { part: Part } | undefined;

  pick(part: Part, isEqual: (a: Part, b: Part) => boolean): Part {
    if (!this.#last || !isEqual(this.#last.part, part)) this.#last = { part };
    return this.#last.part;
  }
}
