import { state } from "./address.js";
import { show, thumbnail, withQuery } from "./api.js";
import { $, on } from "./dom.js";
import { watchGestures } from "./gestures.js";
import { nameOf } from "./known.js";
import { t } from "./language.js";
import { filterQuery, Results } from "./results.js";
import { results, say } from "./view.js";

const tile = 56; // pixels of a picture on the map
const most = 60; // times the whole map
const mostImages = 500;
const mostDots = 20_000; // drawn while the map moves
const neighbors = 200;
const reach = 24; // pixels around a picture's place that count as it

/** All pictures on a plane, like ones beside each other. */
export class PictureMap {
	#points = [];
	#shown = [];
	#shownAt = 0;
	#shownOf = null;
	#images = new Map();
	#scale = 1;
	#x = 0.5;
	#y = 0.5;
	#at = -1;
	#frame = 0;
	#found = null;
	#results = results("map.wait");
	#isMoving = false;
	#restTimer = 0;

	/** @param open Called with a list and an index. */
	constructor(canvas, open) {
		Object.assign(this, { canvas, open });
		new ResizeObserver(() => this.#ask()).observe(canvas);
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#ask());
		on("map-in", "click", () => this.#zoom(1.6));
		on("map-out", "click", () => this.#zoom(1 / 1.6));
		on("map-fit", "click", () => this.#fit());
		canvas.addEventListener("keydown", event => this.#press(event));
		canvas.addEventListener("blur", () => this.#tip(-1));
		watchGestures(canvas, {
			zoom: (factor, x, y) => this.#zoom(factor, x, y),
			drag: (x, y) => this.#move(x, y),
			hover: (x, y) => this.#tip(x === undefined ? -1 : this.#nearest(x, y, reach)),
			end: (_, way, x, y) => {
				const at = way <= 6 ? this.#nearest(x, y, reach) : -1;
				if (at >= 0) this.#openAt(at);
			},
		});
	}

	async load(signal) {
		const found = await this.#results(
			withQuery("api/map", { ...filterQuery(state), method: state.method, groups: "true" }), signal);
		if (!found) return;
		if (found !== this.#found) {
			this.#found = found;
			this.#points = place(found);
			this.#images.clear();
			this.#at = -1;
			this.#fit();
		}
		say(t("pictures", { n: this.#points.length }));
		this.#ask();
	}

	#fit() {
		[this.#scale, this.#x, this.#y] = [1, 0.5, 0.5];
		this.#ask();
	}

	get #unit() {
		return Math.max(1, Math.min(this.canvas.clientWidth, this.canvas.clientHeight) - tile * 1.3) * this.#scale;
	}

	#left = point => (point.x - this.#x) * this.#unit + this.canvas.clientWidth / 2;
	#top = point => (point.y - this.#y) * this.#unit + this.canvas.clientHeight / 2;

	#zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
		const before = this.#unit;
		this.#scale = Math.max(1, Math.min(most, this.#scale * factor));
		const [dx, dy] = [x - this.canvas.clientWidth / 2, y - this.canvas.clientHeight / 2];
		this.#x += dx / before - dx / this.#unit;
		this.#y += dy / before - dy / this.#unit;
		this.#move(0, 0);
	}

	#move(x, y) {
		const limit = value => Math.max(0, Math.min(1, value));
		this.#x = limit(this.#x - x / this.#unit);
		this.#y = limit(this.#y - y / this.#unit);
		this.#isMoving = true;
		clearTimeout(this.#restTimer);
		this.#restTimer = setTimeout(() => {
			this.#isMoving = false;
			this.#ask();
		}, 150);
		this.#ask();
	}

	#ask() {
		this.#frame ||= requestAnimationFrame(() => {
			this.#frame = 0;
			this.#draw();
		});
	}

	/** The pictures shown as pictures: one in each square, so that none covers another by much. */
	#choose() {
		const cell = (tile * 1.15) / this.#unit;
		if (this.#shownOf === this.#points && Math.abs(Math.log2(cell / this.#shownAt)) < 0.15) return this.#shown;
		const taken = new Set();
		[this.#shownAt, this.#shownOf] = [cell, this.#points];
		return this.#shown = this.#points.filter(point => {
			const square = Math.floor(point.x / cell) * 65536 + Math.floor(point.y / cell);
			return taken.size < taken.add(square).size;
		});
	}

	#draw() {
		const { canvas } = this;
		const [width, height] = [canvas.clientWidth, canvas.clientHeight];
		if (!width || !height) return;
		const ratio = devicePixelRatio;
		if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
			canvas.width = Math.round(width * ratio);
			canvas.height = Math.round(height * ratio);
		}
		const context = canvas.getContext("2d");
		const colors = getComputedStyle(canvas);
		context.setTransform(ratio, 0, 0, ratio, 0, 0);
		context.clearRect(0, 0, width, height);
		const inside = point => {
			const [x, y] = [this.#left(point), this.#top(point)];
			return x > -tile && x < width + tile && y > -tile && y < height + tile;
		};
		const plain = colors.fill;
		const step = this.#isMoving ? Math.ceil(this.#points.length / mostDots) : 1;
		for (let i = 0; i < this.#points.length; i += step) {
			const point = this.#points[i];
			if (!inside(point)) continue;
			context.fillStyle = point.color || plain;
			context.fillRect(this.#left(point) - 1.5, this.#top(point) - 1.5, 3, 3);
		}
		for (const point of this.#choose()) if (inside(point)) this.#drawPicture(context, point);
		const active = this.#points[this.#at];
		if (!active) return;
		this.#drawPicture(context, active);
		context.strokeStyle = colors.color;
		context.lineWidth = 3;
		context.strokeRect(this.#left(active) - tile / 2, this.#top(active) - tile / 2, tile, tile);
	}

	#drawPicture(context, point) {
		const image = this.#imageOf(point);
		if (!image.complete || !image.naturalWidth) return;
		const scale = tile / Math.max(image.naturalWidth, image.naturalHeight);
		const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
		if (point.color) {
			context.fillStyle = point.color;
			context.fillRect(this.#left(point) - width / 2 - 2, this.#top(point) - height / 2 - 2, width + 4, height + 4);
		}
		context.drawImage(image, this.#left(point) - width / 2, this.#top(point) - height / 2, width, height);
	}

	#imageOf(point) {
		let image = this.#images.get(point.id);
		if (image) this.#images.delete(point.id);
		else {
			image = new Image();
			image.addEventListener("load", () => this.#ask());
			show(image, thumbnail(point.id, 64 * Math.ceil(devicePixelRatio))).catch(() => { });
			if (this.#images.size >= mostImages) this.#images.delete(this.#images.keys().next().value);
		}
		// The least used are forgotten first.
		this.#images.set(point.id, image);
		return image;
	}

	#nearest(x, y, within) {
		let [best, distance] = [-1, within * within];
		for (let i = 0; i < this.#points.length; i++) {
			const d = (this.#left(this.#points[i]) - x) ** 2 + (this.#top(this.#points[i]) - y) ** 2;
			if (d < distance) [best, distance] = [i, d];
		}
		return best;
	}

	#tip(at, isSpoken = false) {
		const tip = $("map-tip");
		this.#at = at;
		const point = this.#points[at];
		tip.hidden = !point;
		this.#ask();
		if (!point) return;
		show(tip.querySelector("img"), thumbnail(point.id, 320)).catch(() => { });
		tip.querySelector("figcaption").textContent = nameOf(point.path);
		const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
		const [x, y] = [this.#left(point), this.#top(point)];
		tip.style.left = x > width / 2 ? "" : `${x + tile}px`;
		tip.style.right = x > width / 2 ? `${width - x + tile}px` : "";
		tip.style.top = y > height / 2 ? "" : `${y}px`;
		tip.style.bottom = y > height / 2 ? `${height - y}px` : "";
		if (isSpoken) say(point.path);
	}

	#openAt(at) {
		const from = this.#points[at];
		const far = point => (point.x - from.x) ** 2 + (point.y - from.y) ** 2;
		const near = this.#points.map(point => [far(point), point]).sort((a, b) => a[0] - b[0]).slice(0, neighbors);
		this.open(Results.of(near.map(([, point]) => point)), 0);
	}

	#press(event) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
		const direction = directions[event.key];
		if (direction && event.shiftKey) this.#move(-60 * direction[0], -60 * direction[1]);
		else if (direction) this.#step(direction);
		else if (event.key === "+" || event.key === "=") this.#zoom(1.6);
		else if (event.key === "-") this.#zoom(1 / 1.6);
		else if (event.key === "0") this.#fit();
		else if (event.key === "Enter" && this.#at >= 0) this.#openAt(this.#at);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	/** Goes to the picture that lies next in a direction, and keeps it in sight. */
	#step([dx, dy]) {
		const { clientWidth: width, clientHeight: height } = this.canvas;
		if (this.#at < 0) return this.#tip(this.#nearest(width / 2, height / 2, Infinity), true);
		const from = this.#points[this.#at];
		let [best, least] = [-1, Infinity];
		this.#points.forEach((point, i) => {
			const along = (point.x - from.x) * dx + (point.y - from.y) * dy;
			const across = Math.abs((point.x - from.x) * dy) + Math.abs((point.y - from.y) * dx);
			// What lies more aside than ahead is another direction's.
			if (along <= 0 || across > along || along + 2 * across >= least) return;
			[best, least] = [i, along + 2 * across];
		});
		if (best < 0) return;
		const [x, y] = [this.#left(this.#points[best]), this.#top(this.#points[best])];
		if (x < tile || x > width - tile || y < tile || y > height - tile) this.#move(width / 2 - x, height / 2 - y);
		this.#tip(best, true);
	}
}

/** The points of an answer within the unit square, up being up. */
function place(results) {
	const range = name => {
		let [least, greatest] = [Infinity, -Infinity];
		for (const result of results) {
			least = Math.min(least, result[name]);
			greatest = Math.max(greatest, result[name]);
		}
		return [least, greatest - least || 1];
	};
	const [[left, width], [bottom, height]] = [range("x"), range("y")];
	return results.map(result => ({
		id: result.id, path: result.path, x: (result.x - left) / width, y: 1 - (result.y - bottom) / height,
		color: result.group === undefined ? "" : `hsl(${(result.group * 137) % 360} 55% 55%)`,
	}));
}
