/** What was seen of the library so far, for suggestions: the newest pictures, and results. */
export const known = { captions: new Map(), cameras: new Map(), folders: new Map(), places: new Map() };

const most = 4000;

const count = (map, name) => {
	if (map.size < most || map.has(name)) map.set(name, (map.get(name) ?? 0) + 1);
};

export function see(pictures) {
	for (const picture of pictures) {
		if (picture.caption) count(known.captions, picture.caption);
		if (picture.camera) count(known.cameras, picture.camera);
		for (let at = picture.path.indexOf("/"); at > 0; at = picture.path.indexOf("/", at + 1))
			count(known.folders, picture.path.slice(0, at));
		if (typeof picture.latitude === "number")
			count(known.places, `${picture.latitude.toFixed(1)},${picture.longitude.toFixed(1)}`);
	}
}

export const nameOf = path => path.slice(path.lastIndexOf("/") + 1);
