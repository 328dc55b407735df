/** A list on the page whose elements are made as it is scrolled to them. */
export class Growing {
	#items = [];
	#shown = 0;
	#observer = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.#grow(), {
		rootMargin: "800px",
	});

	/** @param step How many are made at a time. @param make Makes the element of an item. */
	constructor(list, step, make) {
		Object.assign(this, { list, step, make });
	}

	show(items) {
		[this.#items, this.#shown] = [items, 0];
		this.list.replaceChildren();
		this.#grow();
	}

	#grow() {
		const next = this.#items.slice(this.#shown, this.#shown + this.step).map(this.make);
		this.#shown += next.length;
		this.#observer.disconnect();
		this.list.append(...next);
		if (this.#shown < this.#items.length) this.#observer.observe(next.at(-1));
	}
}
