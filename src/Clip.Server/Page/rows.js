const narrowest = 0.5;
const widest = 3;

/** The width of a picture at height 1, within what a row bears. */
export const aspect = item =>
	item.width && item.height ? Math.min(widest, Math.max(narrowest, item.width / item.height)) : 1;

/** Pictures in rows of equal width, each row as high as that takes. Grows at its end. */
export class Rows {
	starts = [];
	tops = [];
	heights = [];
	count = 0;

	constructor(width, target, gap) {
		Object.assign(this, { width, target, gap });
	}

	get height() {
		const last = this.starts.length - 1;
		return last < 0 ? 0 : this.tops[last] + this.heights[last];
	}

	/** Lays out what the list has more than before; the last row may have been incomplete. */
	extend(items) {
		if (items.length === this.count) return;
		let start = 0;
		if (this.starts.length) {
			start = this.starts.pop();
			this.tops.pop();
			this.heights.pop();
		}
		let sum = 0;
		for (let i = start; i < items.length; i++) {
			sum += aspect(items[i]);
			const inner = this.width - this.gap * (i - start);
			if (sum * this.target < inner) continue;
			this.#add(start, inner / sum);
			start = i + 1;
			sum = 0;
		}
		if (start < items.length) this.#add(start, this.target);
		this.count = items.length;
	}

	/** The row at a distance from the top. */
	rowAt(y) {
		let [low, high] = [0, this.tops.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.tops[middle] <= y) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	rowOf(index) {
		let [low, high] = [0, this.starts.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.starts[middle] <= index) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	endOf(row) {
		return row + 1 < this.starts.length ? this.starts[row + 1] : this.count;
	}

	/** The index in a row whose picture lies nearest to a position from the left. */
	nearest(items, row, x) {
		let left = 0;
		for (let i = this.starts[row]; i < this.endOf(row); i++) {
			left += aspect(items[i]) * this.heights[row] + this.gap;
			if (left > x) return i;
		}
		return this.endOf(row) - 1;
	}

	/** The middle of a picture, from the left. */
	middle(items, index) {
		const row = this.rowOf(index);
		let left = 0;
		for (let i = this.starts[row]; i < index; i++) left += aspect(items[i]) * this.heights[row] + this.gap;
		return left + aspect(items[index]) * this.heights[row] / 2;
	}

	#add(start, height) {
		this.tops.push(this.starts.length ? this.height + this.gap : 0);
		this.starts.push(start);
		this.heights.push(height);
	}
}
