import { watchGestures } from "./gestures.js";

const most = 8; // times the picture's own pixels
const swipe = 60;
const sharp = 1.3; // times the fitted size, from where the original is worth loading

/** A picture that fits its stage, and is zoomed and moved by wheel, fingers, pointer and keys. */
export class Zoom {
	#scale = 1;
	#x = 0;
	#y = 0;
	#width = 0;
	#height = 0;
	#isSharp = false;

	/**
   * @param step Called with -1 or 1 where a finger wipes a picture away that is not zoomed.
   * @param sharpen Called once where more pixels are needed.
   */
	constructor(stage, image, step, sharpen) {
		Object.assign(this, { stage, image, step, sharpen });
		new ResizeObserver(() => this.fit()).observe(stage);
		image.addEventListener("load", () => !this.#width && this.size(image.naturalWidth, image.naturalHeight));
		stage.addEventListener("dblclick", event => {
			const box = stage.getBoundingClientRect();
			if (this.isFitted) this.by(2.5, event.clientX - box.left, event.clientY - box.top);
			else this.fit();
		});
		watchGestures(stage, {
			zoom: (factor, x, y) => this.by(factor, x, y),
			drag: (x, y) => this.pan(x, y),
			end: right => this.isFitted && Math.abs(right) > swipe && step(right < 0 ? 1 : -1),
		});
	}

	get isFitted() {
		return this.#scale <= 1.001;
	}

	reset(width, height) {
		this.#isSharp = false;
		this.#width = 0;
		this.size(width, height);
	}

	/** The picture's own size, where it is known. */
	size(width, height) {
		if (!width || !height || (width === this.#width && height === this.#height)) return;
		this.#width = width;
		this.#height = height;
		this.fit();
	}

	fit() {
		[this.#scale, this.#x, this.#y] = [1, 0, 0];
		this.#draw();
	}

	/** Zooms around a point of the stage, or its middle. */
	by(factor, left = this.stage.clientWidth / 2, top = this.stage.clientHeight / 2) {
		const [x, y] = [left - this.stage.clientWidth / 2, top - this.stage.clientHeight / 2];
		const scale = Math.max(1, Math.min(most / this.#fitted, this.#scale * factor));
		this.#x = x - ((x - this.#x) * scale) / this.#scale;
		this.#y = y - ((y - this.#y) * scale) / this.#scale;
		this.#scale = scale;
		this.#draw();
		if (scale <= sharp || this.#isSharp) return;
		this.#isSharp = true;
		this.sharpen();
	}

	/** Moves a zoomed picture; false where there is nothing to move. */
	pan(x, y) {
		if (this.isFitted) return false;
		this.#x += x;
		this.#y += y;
		this.#draw();
		return true;
	}

	get #fitted() {
		const { clientWidth, clientHeight } = this.stage;
		return this.#width ? Math.min(1, clientWidth / this.#width, clientHeight / this.#height) : 1;
	}

	#draw() {
		const { style } = this.image;
		if (!this.#width) return;
		const [width, height] = [this.#width * this.#fitted, this.#height * this.#fitted];
		style.width = `${width}px`;
		style.height = `${height}px`;
		const room = (size, stage) => Math.max(0, (size * this.#scale - stage) / 2);
		const [right, down] = [room(width, this.stage.clientWidth), room(height, this.stage.clientHeight)];
		this.#x = Math.max(-right, Math.min(right, this.#x));
		this.#y = Math.max(-down, Math.min(down, this.#y));
		style.transform = `translate(${this.#x}px,${this.#y}px) scale(${this.#scale})`;
		this.stage.classList.toggle("zoomed", !this.isFitted);
	}
}
