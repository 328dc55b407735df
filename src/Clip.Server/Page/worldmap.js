import { coastlines } from "./coastlines.js";

const kilometersPerDegree = 111.2;

/** A map of the world: a press sets the middle of the place that is searched, a drag its radius, and keys both. */
export class WorldMap {
	/** Latitude, longitude and number of pictures, drawn as dots. */
	places = [];
	#circle = null;

	/** @param chosen Called with the circle that the user chose, or null. */
	constructor(canvas, chosen) {
		Object.assign(this, { canvas, chosen });
		let start = null;
		canvas.addEventListener("pointerdown", event => {
			start = this.#at(event);
			canvas.setPointerCapture(event.pointerId);
			this.show({ ...start, radius: this.#circle?.radius ?? 250 });
		});
		canvas.addEventListener("pointermove", event => {
			if (!start) return;
			const to = this.#at(event);
			const across = (to.longitude - start.longitude) * Math.cos((start.latitude * Math.PI) / 180);
			const radius = Math.hypot(to.latitude - start.latitude, across) * kilometersPerDegree;
			if (radius > 80) this.show({ ...start, radius: Math.min(10_000, round(radius)) });
		});
		canvas.addEventListener("pointerup", () => {
			start = null;
			chosen(this.#circle);
		});
		canvas.addEventListener("keydown", event => this.#key(event));
		new ResizeObserver(() => this.#draw()).observe(canvas);
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
	}

	show(circle) {
		this.#circle = circle;
		this.#draw();
	}

	#at(event) {
		const box = this.canvas.getBoundingClientRect();
		const limit = (value, most) => Math.round(Math.max(-most, Math.min(most, value)) * 100) / 100;
		return {
			latitude: limit(90 - ((event.clientY - box.top) / box.height) * 180, 90),
			longitude: limit(((event.clientX - box.left) / box.width) * 360 - 180, 180),
		};
	}

	#key(event) {
		const { latitude, longitude, radius } = this.#circle ?? { latitude: 0, longitude: 0, radius: 250 };
		const step = event.shiftKey ? 10 : 2;
		const east = degrees => ((longitude + degrees + 540) % 360) - 180;
		const north = degrees => Math.max(-90, Math.min(90, latitude + degrees));
		const next = {
			ArrowLeft: () => ({ latitude, longitude: east(-step), radius }),
			ArrowRight: () => ({ latitude, longitude: east(step), radius }),
			ArrowUp: () => ({ latitude: north(step), longitude, radius }),
			ArrowDown: () => ({ latitude: north(-step), longitude, radius }),
			"+": () => ({ latitude, longitude, radius: radius * 2 }),
			"-": () => ({ latitude, longitude, radius: radius / 2 }),
			Delete: () => null, Backspace: () => null,
		}[event.key === "=" ? "+" : event.key];
		if (!next || event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		event.stopPropagation();
		this.show(next());
		this.chosen(this.#circle);
	}

	#draw() {
		const { canvas } = this;
		const [width, height] = [canvas.clientWidth, canvas.clientHeight];
		if (!width) return;
		canvas.width = width * devicePixelRatio;
		canvas.height = height * devicePixelRatio;
		const context = canvas.getContext("2d");
		const colors = getComputedStyle(canvas);
		const x = longitude => ((longitude + 180) / 360) * width;
		const y = latitude => ((90 - latitude) / 180) * height;
		context.scale(devicePixelRatio, devicePixelRatio);
		context.strokeStyle = colors.borderColor;
		context.lineWidth = 0.5;
		context.beginPath();
		for (let degrees = -150; degrees < 180; degrees += 30) {
			context.moveTo(x(degrees), 0);
			context.lineTo(x(degrees), height);
			context.moveTo(0, y(degrees / 2));
			context.lineTo(width, y(degrees / 2));
		}
		context.stroke();
		context.fillStyle = colors.fill;
		context.beginPath();
		for (const ring of coastlines) {
			ring.forEach(([east, north], i) => (i ? context.lineTo(x(east), y(north)) : context.moveTo(x(east), y(north))));
			context.closePath();
		}
		context.fill();
		context.fillStyle = colors.stroke;
		for (const [north, east, count] of this.places) {
			context.beginPath();
			context.arc(x(east), y(north), Math.min(5, 1.5 + Math.log10(count)), 0, 2 * Math.PI);
			context.fill();
		}
		if (this.#circle) this.#drawCircle(context, x, y, width, colors.color);
	}

	#drawCircle(context, x, y, width, color) {
		const { latitude, longitude, radius } = this.#circle;
		const degrees = radius / kilometersPerDegree;
		const tall = y(0) - y(degrees);
		const wide = Math.min(width, (x(degrees) - x(0)) / Math.max(0.05, Math.cos((latitude * Math.PI) / 180)));
		context.strokeStyle = color;
		context.fillStyle = color;
		context.lineWidth = 1.5;
		// A circle over the edge of the map goes on at its other side.
		for (const turn of [-360, 0, 360]) {
			context.beginPath();
			context.ellipse(x(longitude + turn), y(latitude), Math.max(3, wide), Math.max(3, tall), 0, 0, 2 * Math.PI);
			context.stroke();
			context.globalAlpha = 0.15;
			context.fill();
			context.globalAlpha = 1;
		}
	}
}

const round = value => Number(value.toPrecision(2));
