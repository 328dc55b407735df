import { address, filterCount, go, state, withoutFilters } from "./address.js";
import { $, el, on } from "./dom.js";
import { known } from "./known.js";
import { t } from "./language.js";
import { WorldMap } from "./worldmap.js";

const defaultRadius = 50;
let world = null;

/** The panel of filters: it shows and changes those of the address. */
export function filterPanel() {
	on("filter-toggle", "click", toggleFilters);
	on("filter-close", "click", closeFilters);
	on("filters", "keydown", event => {
		if (event.key !== "Escape") return;
		event.stopPropagation();
		closeFilters();
	});
	on("filter-form", "submit", event => {
		event.preventDefault();
		apply();
		if (matchMedia("(max-width: 700px)").matches) closeFilters();
	});
	on("filter-form", "change", () => !matchMedia("(max-width: 700px)").matches && apply());
	on("filter-clear", "click", clearFilters);
	world = new WorldMap($("world"), circle => {
		writeCircle(circle);
		apply();
	});
	for (const name of ["latitude", "longitude", "radius"])
		$(name).addEventListener("input", () => world.show(readCircle()));
	address.addEventListener("change", fill);
	fill();
}

export function clearFilters() {
	go({ ...withoutFilters(), rank: "", open: "" });
}

export function toggleFilters() {
	if (!$("filters").hidden) return closeFilters();
	$("filters").hidden = false;
	$("filter-toggle").setAttribute("aria-expanded", "true");
	list("cameras", known.cameras);
	list("folders", known.folders);
	world.places = [...known.places].map(([place, count]) => [...place.split(",").map(Number), count]);
	world.show(readCircle());
	$("after").focus();
}

function closeFilters() {
	$("filters").hidden = true;
	$("filter-toggle").setAttribute("aria-expanded", "false");
	$("filter-toggle").focus();
}

/** Offers the libraries, where there are several. */
export function offerLibraries(names) {
	$("library-field").hidden = names.length < 2;
	$("library").replaceChildren(...names.map((name, i) => el("option", { value: i ? name : "", text: name })));
	$("library").value = state.library;
}

function fill() {
	$("after").value = state.after;
	$("before").value = state.before;
	$("camera").value = state.camera.join("; ");
	$("in").value = state.in;
	$("rank").value = state.rank;
	$("library").value = state.library;
	const [latitude, longitude, radius] = state.near ? state.near.split(",").map(Number) : [];
	writeCircle(state.near ? { latitude, longitude, radius: radius ?? defaultRadius } : null);
	world.show(readCircle());
	const n = filterCount(state);
	$("filter-count").hidden = !n;
	$("filter-count").textContent = n;
	$("filter-toggle").setAttribute("aria-label", n ? t("filters.active", { n }) : t("filters"));
}

function apply() {
	const circle = readCircle();
	go({
		after: $("after").value, before: $("before").value, in: $("in").value.trim().replace(/^\/+|\/+$/g, ""),
		camera: $("camera").value.split(";").map(name => name.trim()).filter(Boolean),
		near: circle ? `${circle.latitude},${circle.longitude},${circle.radius}` : "",
		rank: $("rank").value, library: $("library").value, open: "",
	});
}

function readCircle() {
	const { value: latitude } = $("latitude");
	const { value: longitude } = $("longitude");
	if (latitude === "" || longitude === "") return null;
	return { latitude: Number(latitude), longitude: Number(longitude), radius: Number($("radius").value || defaultRadius) };
}

function writeCircle(circle) {
	$("latitude").value = circle?.latitude ?? "";
	$("longitude").value = circle?.longitude ?? "";
	$("radius").value = circle?.radius ?? "";
}

function list(id, names) {
	const sorted = [...names].sort((a, b) => b[1] - a[1]).slice(0, 200);
	$(id).replaceChildren(...sorted.map(([name]) => el("option", { value: name })));
}
