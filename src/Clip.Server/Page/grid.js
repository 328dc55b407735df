import { hasKey, show, thumbnail } from "./api.js";
import { el } from "./dom.js";
import { nameOf } from "./known.js";
import { t } from "./language.js";
import { aspect, Rows } from "./rows.js";

const gap = 4;
const ahead = 0.6; // of the height that is seen, laid out above and below it
const nearEnd = 4; // heights before the end where the next page is asked for
const mostTiles = 16; // made in a frame, and pictures begun to load, so that no frame takes long
const settled = 90; // milliseconds without scrolling after which pictures that flew by are loaded
const longPress = 500;
const sizes = [160, 320, 480, 640, 960];

/** A grid of any number of pictures. Elements exist only for those that are seen and some around them. */
export class Grid {
	list = null;
	active = -1;
	#rows = null;
	#tiles = new Map();
	#spare = [];
	#waiting = new Set();
	#frame = 0;
	#timer = 0;
	#top = 0;
	#width = 0;
	#height = 0;
	#anchor = -1;
	#target;

	/**
   * @param scroller What scrolls.
   * @param box The element of the grid in it.
   * @param open Called with the index of a picture that is opened.
   */
	constructor(scroller, box, selection, target, open) {
		Object.assign(this, { scroller, box, selection, open });
		this.#target = target;
		box.setAttribute("aria-multiselectable", "true");
		box.setAttribute("aria-label", t("grid"));
		scroller.addEventListener("scroll", () => this.#ask(), { passive: true });
		new ResizeObserver(() => this.#resize()).observe(scroller);
		box.addEventListener("keydown", event => this.#key(event));
		box.addEventListener("focus", () => this.#focus());
		box.addEventListener("blur", () => this.#mark(this.active));
		this.#listenToPointers();
		selection.addEventListener("change", () => this.#showSelection());
	}

	/** Shows a list, whose first page is there, from a height on. */
	set(list, top = 0) {
		this.list?.removeEventListener("change", this.#grown);
		for (const index of [...this.#tiles.keys()]) this.#release(index);
		this.list = list;
		this.active = -1;
		this.#anchor = -1;
		this.#rows = null;
		list.addEventListener("change", this.#grown);
		this.#grown();
		this.scroller.scrollTop = top;
		this.#ask();
	}

	get top() {
		return this.scroller.scrollTop;
	}

	set target(height) {
		this.#target = height;
		this.#layOut();
	}

	/** Makes a picture the active one and brings it into sight. */
	show(index) {
		if (!this.#rows || index < 0 || index >= this.list.items.length) return;
		const previous = this.active;
		this.active = index;
		const row = this.#rows.rowOf(index);
		const [top, bottom] = [this.#rows.tops[row], this.#rows.tops[row] + this.#rows.heights[row]];
		if (top < this.scroller.scrollTop) this.scroller.scrollTop = Math.max(0, top - gap);
		else if (bottom > this.scroller.scrollTop + this.#height - 2 * gap)
			this.scroller.scrollTop = bottom - this.#height + 4 * gap;
		this.#render();
		this.#mark(previous);
		this.#mark(index);
	}

	focus() {
		this.box.focus({ preventScroll: true });
	}

	#grown = () => {
		const { items } = this.list;
		// An empty list box would be one without options.
		if (items.length) {
			this.box.setAttribute("role", "listbox");
			this.box.tabIndex = 0;
		} else {
			this.box.removeAttribute("role");
			this.box.removeAttribute("tabindex");
		}
		if (!this.#rows) this.#layOut();
		else {
			this.#rows.extend(items);
			this.#fit();
			this.#ask();
		}
	};

	#resize() {
		const { clientWidth, clientHeight } = this.scroller;
		if (!clientHeight || (clientWidth === this.#width && clientHeight === this.#height)) return;
		this.#layOut();
	}

	#layOut() {
		this.#width = this.scroller.clientWidth;
		this.#height = this.scroller.clientHeight;
		if (!this.list || !this.#width) return;
		// What is seen first stays where it is.
		const first = this.#rows?.starts[this.#rows.rowAt(this.scroller.scrollTop)] ?? 0;
		// On a phone, rows as high as on a desk would hold one picture each.
		const target = Math.min(this.#target, Math.max(90, this.#width / 2.6));
		this.#rows = new Rows(this.#width - 2 * gap, target, gap);
		this.#rows.extend(this.list.items);
		for (const index of [...this.#tiles.keys()]) this.#release(index);
		this.#fit();
		if (first) this.scroller.scrollTop = this.#rows.tops[this.#rows.rowOf(first)];
		this.#render();
	}

	#fit() {
		this.box.style.height = `${this.#rows.height + 2 * gap}px`;
	}

	#ask() {
		this.#frame ||= requestAnimationFrame(() => this.#render());
	}

	#render() {
		this.#frame = 0;
		const rows = this.#rows;
		if (!rows?.starts.length) return;
		const top = this.scroller.scrollTop;
		const moved = Math.abs(top - this.#top);
		this.#top = top;
		// What flies by is laid out only where it is seen, and loaded when it rests.
		const isFast = moved > this.#height * 0.5;
		const margin = isFast ? 0 : this.#height * ahead;
		const [firstRow, seenRow, lastRow] = [top - margin, top, top + this.#height + margin].map(y => rows.rowAt(y));
		const [first, end] = [rows.starts[firstRow], rows.endOf(lastRow)];
		for (const index of this.#tiles.keys()) if (index < first || index >= end) this.#release(index);
		let left = mostTiles;
		for (let row = seenRow; row <= lastRow && left > 0; row++) left -= this.#renderRow(row);
		for (let row = seenRow - 1; row >= firstRow && left > 0; row--) left -= this.#renderRow(row);
		clearTimeout(this.#timer);
		if (isFast) this.#timer = setTimeout(() => this.#ask(), settled);
		else if (this.#load() || left <= 0) this.#ask();
		if (top + this.#height * (1 + nearEnd) > rows.height) this.list.more();
	}

	/** Places the pictures of a row, and answers how many of them are new. */
	#renderRow(row) {
		const rows = this.#rows;
		const { items } = this.list;
		const height = rows.heights[row];
		let [left, added] = [gap, 0];
		for (let i = rows.starts[row]; i < rows.endOf(row); i++) {
			const width = aspect(items[i]) * height;
			const tile = this.#tiles.get(i);
			if (!tile) added++;
			// The last row of a page changes when the next one comes.
			if (tile?.height !== height || tile.left !== left) this.#place(tile, i, left, rows.tops[row] + gap, width, height);
			left += width + rows.gap;
		}
		return added;
	}

	#place(known, index, left, top, width, height) {
		const tile = known ?? this.#take(index);
		Object.assign(tile, { left, height });
		const { style } = tile.element;
		style.transform = `translate(${left}px,${top}px)`;
		style.width = `${width}px`;
		style.height = `${height}px`;
		if (known) return;
		const edge = Math.max(width, height) * devicePixelRatio;
		tile.address = thumbnail(this.list.items[index].id, sizes.find(size => size >= edge) ?? sizes.at(-1));
		this.#waiting.add(tile);
	}

	#take(index) {
		const tile = this.#spare.pop() ?? this.#make();
		const picture = this.list.items[index];
		const { element } = tile;
		element.id = `picture-${index}`;
		element.dataset.index = index;
		element.dataset.name = picture.caption || nameOf(picture.path);
		element.ariaLabel = picture.caption ? `${picture.caption}, ${nameOf(picture.path)}` : nameOf(picture.path);
		element.ariaPosInSet = index + 1;
		element.ariaSetSize = this.list.isDone ? this.list.items.length : -1;
		element.ariaSelected = this.selection.has(picture.id);
		element.hidden = false;
		this.#tiles.set(index, tile);
		if (index === this.active) this.#mark(index);
		return tile;
	}

	#make() {
		const image = el("img", { alt: "", decoding: "async", draggable: "false" });
		const element = el("div", { class: "tile", role: "option" }, image, el("span", { class: "tick" }));
		image.addEventListener("error", () => image.hasAttribute("src") && element.classList.add("broken"));
		this.box.append(element);
		return { element, image, address: "", ending: null, left: -1, height: 0 };
	}

	#release(index) {
		const tile = this.#tiles.get(index);
		this.#tiles.delete(index);
		this.#waiting.delete(tile);
		tile.ending?.abort();
		tile.ending = null;
		tile.image.removeAttribute("src");
		tile.element.classList.remove("broken", "active");
		tile.element.hidden = true;
		tile.element.removeAttribute("id");
		this.#spare.push(tile);
	}

	/** Begins to load pictures, and answers whether some are left. */
	#load() {
		let left = mostTiles / 2;
		for (const tile of this.#waiting) {
			if (left-- <= 0) return true;
			this.#waiting.delete(tile);
			if (hasKey()) tile.ending = new AbortController();
			show(tile.image, tile.address, tile.ending?.signal).catch(() => tile.element.classList.add("broken"));
		}
		return false;
	}

	#showSelection() {
		for (const [index, { element }] of this.#tiles)
			element.ariaSelected = this.selection.has(this.list.items[index].id);
		this.box.classList.toggle("choosing", this.selection.size > 0);
	}

	get #hasFocus() {
		return document.activeElement === this.box;
	}

	#mark(index) {
		const tile = this.#tiles.get(index);
		tile?.element.classList.toggle("active", index === this.active && this.#hasFocus);
		if (index !== this.active) return;
		if (tile) this.box.setAttribute("aria-activedescendant", tile.element.id);
		else this.box.removeAttribute("aria-activedescendant");
	}

	#focus() {
		if (this.active < 0) this.active = this.#rows?.starts[this.#rows.rowAt(this.scroller.scrollTop + 2 * gap)] ?? 0;
		this.#mark(this.active);
	}

	#key(event) {
		const last = this.list.items.length - 1;
		const at = Math.max(0, this.active);
		const rows = this.#rows;
		const row = rows.rowOf(at);
		const vertical = distance => {
			const to = Math.min(rows.starts.length - 1, Math.max(0, row + distance));
			return to === row ? (distance < 0 ? 0 : last) : rows.nearest(this.list.items, to, rows.middle(this.list.items, at));
		};
		const page = Math.max(1, rows.rowAt(rows.tops[row] + this.#height) - row - 1);
		const moves = {
			ArrowLeft: () => at - 1, ArrowRight: () => at + 1, ArrowUp: () => vertical(-1), ArrowDown: () => vertical(1),
			PageUp: () => vertical(-page), PageDown: () => vertical(page), Home: () => 0, End: () => last,
		};
		if (event.key in moves && !event.altKey) {
			event.preventDefault();
			const to = Math.min(last, Math.max(0, moves[event.key]()));
			if (event.shiftKey) this.#selectTo(to, at);
			this.show(to);
		} else if (event.key === "Enter") {
			event.preventDefault();
			this.open(at);
		} else if (event.key === " ") {
			event.preventDefault();
			this.#toggle(at);
		} else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			this.selection.add(this.list.items);
		}
	}

	#toggle(index) {
		this.#anchor = index;
		this.selection.toggle(this.list.items[index]);
	}

	#selectTo(index, from) {
		if (this.#anchor < 0) this.#anchor = from;
		const [first, last] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
		this.selection.add(this.list.items.slice(first, last + 1));
	}

	#listenToPointers() {
		let timer = 0;
		let wasLong = false;
		const indexOf = event => Number(event.target.closest?.(".tile")?.dataset.index ?? -1);
		this.box.addEventListener("pointerdown", event => {
			wasLong = false;
			if (event.pointerType === "mouse" || indexOf(event) < 0) return;
			timer = setTimeout(() => {
				wasLong = true;
				this.#toggle(indexOf(event));
			}, longPress);
		});
		for (const name of ["pointerup", "pointercancel", "pointermove"])
			this.box.addEventListener(name, event => {
				if (name !== "pointermove" || Math.hypot(event.movementX, event.movementY) > 4) clearTimeout(timer);
			});
		this.box.addEventListener("contextmenu", event => wasLong && event.preventDefault());
		this.box.addEventListener("click", event => {
			const index = indexOf(event);
			if (index < 0 || wasLong) return;
			const previous = this.active;
			this.active = index;
			this.#mark(previous);
			this.#mark(index);
			if (event.shiftKey) this.#selectTo(index, Math.max(0, previous));
			else if (event.target.matches(".tick") || event.ctrlKey || event.metaKey || this.selection.size)
				this.#toggle(index);
			else this.open(index);
		});
	}
}
