namespace Clip.Cli.Verbs.Map;

/// <summary>The page around the data of a map. Its policy lets it load nothing.</summary>
internal static class MapTemplate
{
    /// <summary>What comes before the data.</summary>
    public const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
        <title>Map of pictures</title>
        <style>
        html, body { margin: 0; height: 100%; overflow: hidden; background: #16181d; color: #e8e8e8;
          font: 14px/1.4 system-ui, sans-serif; }
        canvas { position: absolute; inset: 0; width: 100%; height: 100%; cursor: grab; touch-action: none; }
        #bar { position: absolute; top: 10px; left: 10px; max-width: calc(100% - 20px); display: flex; flex-wrap: wrap;
          gap: 8px; align-items: center; }
        #find { width: 15em; max-width: 100%; box-sizing: border-box; }
        #bar > * { background: #262a33; color: inherit; border: 1px solid #444; border-radius: 6px; padding: 5px 8px;
          font: inherit; }
        #tip { position: absolute; display: none; pointer-events: none; max-width: 320px; background: #262a33ee;
          border: 1px solid #555; border-radius: 6px; padding: 6px 8px; overflow-wrap: anywhere; }
        #key { position: absolute; bottom: 10px; left: 10px; max-height: 45%; overflow: auto; background: #262a33cc;
          border-radius: 6px; padding: 6px 10px; font-size: 12px; }
        #key i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 6px; }
        .end { position: absolute; color: #ffffffaa; font-weight: 600; pointer-events: none; }
        </style>
        </head>
        <body>
        <canvas id="map"></canvas>
        <div id="bar">
        <input id="find" type="search" placeholder="Search names and captions" aria-label="Search">
        <select id="color" aria-label="Color by"><option value="group">by group</option>
        <option value="date">by date</option><option value="folder">by folder</option></select>
        <span id="count" role="status"></span>
        </div>
        <div id="key"></div>
        <div id="tip"></div>
        <script type="application/json" id="data">
        """;

    /// <summary>What comes after the data.</summary>
    public const string Tail = """
        </script>
        <script>
        "use strict";
        // In a function of its own: a window has names such as top that no script may declare again.
        (() => {
        const data = JSON.parse(document.getElementById("data").textContent);
        const canvas = document.getElementById("map"), context = canvas.getContext("2d", { alpha: false });
        const tip = document.getElementById("tip"), key = document.getElementById("key");
        const count = data.paths.length, xs = new Float32Array(data.x), ys = new Float32Array(data.y);
        const side = 24, sheets = data.sheets.map(address => {
          const image = new Image(); image.onload = draw; image.src = address; return image; });
        const texts = data.paths.map((path, i) => (path + " " + (data.captions[i] || "")).toLowerCase());
        let found = null, scale = 1, left = 0, top = 0, colors = [], batches = [], pending = false;

        function range(values) {
          let low = Infinity, high = -Infinity;
          for (const value of values) { if (value < low) low = value; if (value > high) high = value; }
          return high > low ? [low, high] : [low - 1, high + 1];
        }
        const [minX, maxX] = range(xs), [minY, maxY] = range(ys);

        function fit() {
          const ratio = devicePixelRatio || 1;
          canvas.width = innerWidth * ratio; canvas.height = innerHeight * ratio;
          scale = 0.86 * Math.min(canvas.width / (maxX - minX), canvas.height / (maxY - minY));
          left = canvas.width / 2 - scale * (minX + maxX) / 2;
          top = canvas.height / 2 + scale * (minY + maxY) / 2;
          draw();
        }

        function names(values) {
          const sizes = new Map();
          for (const value of values) sizes.set(value, (sizes.get(value) || 0) + 1);
          return [...sizes].sort((a, b) => b[1] - a[1]).map(one => one[0]);
        }

        function hue(i, all) { return "hsl(" + Math.round(i * 360 / Math.max(1, all)) + " 75% 62%)"; }

        function paint() {
          const by = document.getElementById("color").value;
          let labels, entries;
          if (by === "group") {
            labels = data.group.map(group => group < 0 ? "in no group" : data.groups[group]);
            entries = data.groups.map((name, i) => [name, hue(i, data.groups.length)]);
            if (data.group.includes(-1)) entries.push(["in no group", "#777"]);
          } else {
            labels = by === "date" ? data.dates.map(date => date.slice(0, 4))
              : data.paths.map(path => path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "(top)");
            const all = by === "date" ? [...new Set(labels)].sort() : names(labels);
            entries = all.map((name, i) => [name, hue(i, all.length)]);
          }
          const color = new Map(entries);
          colors = labels.map(label => color.get(label));
          const members = new Map();
          colors.forEach((one, i) => { if (!members.has(one)) members.set(one, []); members.get(one).push(i); });
          batches = [...members].map(([one, list]) => [one, Int32Array.from(list)]);
          key.replaceChildren(...entries.slice(0, 40).map(([name, one]) => {
            const line = document.createElement("div"), dot = document.createElement("i");
            dot.style.background = one; line.append(dot, name); return line;
          }));
          draw();
        }

        function draw() { if (!pending) { pending = true; requestAnimationFrame(frame); } }

        function frame() {
          const begun = performance.now();
          pending = false;
          context.fillStyle = "#16181d"; context.fillRect(0, 0, canvas.width, canvas.height);
          const shown = [];
          for (let i = 0; i < count && shown.length <= 500; i++) if (isShown(i)) shown.push(i);
          if (sheets.length && shown.length <= 500) thumbnails(shown); else points();
          window.frameTime = performance.now() - begun;
        }

        function isShown(i) {
          const x = left + scale * xs[i], y = top - scale * ys[i];
          return x > -40 && y > -40 && x < canvas.width + 40 && y < canvas.height + 40;
        }

        function points() {
          const size = Math.max(2, Math.min(9, scale * (maxX - minX) / 300)), half = size / 2;
          const width = canvas.width, height = canvas.height;
          for (const [color, list] of batches) {
            for (const faint of found ? [true, false] : [false]) {
              context.globalAlpha = faint ? 0.15 : 1; context.fillStyle = color;
              for (let j = 0; j < list.length; j++) {
                const i = list[j];
                if (found && found[i] === (faint ? 1 : 0)) continue;
                const x = left + scale * xs[i], y = top - scale * ys[i];
                if (x < -size || y < -size || x > width + size || y > height + size) continue;
                context.fillRect(x - half, y - half, size, size);
              }
            }
          }
          context.globalAlpha = 1;
        }

        function thumbnails(shown) {
          const ratio = devicePixelRatio || 1, tile = data.tile, edge = Math.min(tile, 64) * ratio;
          for (const i of shown) {
            const sheet = sheets[Math.floor(i / (side * side))], at = i % (side * side);
            const x = left + scale * xs[i] - edge / 2, y = top - scale * ys[i] - edge / 2;
            context.globalAlpha = found && !found[i] ? 0.15 : 1;
            context.fillStyle = colors[i]; context.fillRect(x - 2, y - 2, edge + 4, edge + 4);
            if (sheet.complete) context.drawImage(
              sheet, at % side * tile, Math.floor(at / side) * tile, tile, tile, x, y, edge, edge);
          }
          context.globalAlpha = 1;
        }

        function search() {
          const words = document.getElementById("find").value.toLowerCase().split(/\s+/).filter(Boolean);
          const matches = text => words.every(word => text.includes(word)) ? 1 : 0;
          found = words.length ? Uint8Array.from(texts, matches) : null;
          const number = found ? found.reduce((sum, one) => sum + one, 0) : count;
          document.getElementById("count").textContent = found ? number + " of " + count : count + " pictures";
          draw();
        }

        function zoom(factor, x, y) {
          left = x + factor * (left - x); top = y + factor * (top - y); scale *= factor; draw();
        }

        function hover(event) {
          const ratio = devicePixelRatio || 1, px = event.clientX * ratio, py = event.clientY * ratio;
          let best = -1, least = (40 * ratio) ** 2;
          for (let i = 0; i < count; i++) {
            if (found && !found[i]) continue;
            const dx = left + scale * xs[i] - px, dy = top - scale * ys[i] - py, far = dx * dx + dy * dy;
            if (far < least) { least = far; best = i; }
          }
          tip.style.display = best < 0 ? "none" : "block";
          if (best < 0) return;
          tip.textContent = data.paths[best] + (data.captions[best] ? "\n" + data.captions[best] : "");
          tip.style.whiteSpace = "pre-line";
          tip.style.left = Math.min(event.clientX + 14, innerWidth - 330) + "px";
          tip.style.top = Math.min(event.clientY + 14, innerHeight - 90) + "px";
        }

        const pointers = new Map();
        canvas.onpointerdown = event => {
          canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, event);
          tip.style.display = "none"; };
        canvas.onpointerup = canvas.onpointercancel = event => pointers.delete(event.pointerId);
        canvas.onpointermove = event => {
          const before = pointers.get(event.pointerId), ratio = devicePixelRatio || 1;
          if (!before) { hover(event); return; }
          pointers.set(event.pointerId, event);
          if (pointers.size === 1) {
            left += (event.clientX - before.clientX) * ratio; top += (event.clientY - before.clientY) * ratio; draw();
          } else {
            const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
            const was = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
            const is = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
            if (was > 0) zoom(is / was, other.clientX * ratio, other.clientY * ratio);
          }
        };
        canvas.onwheel = event => {
          event.preventDefault();
          const ratio = devicePixelRatio || 1;
          zoom(Math.exp(-event.deltaY / 400), event.clientX * ratio, event.clientY * ratio);
        };
        document.getElementById("find").oninput = search;
        document.getElementById("color").onchange = paint;
        for (const [ends, places] of [
          [data.left, ["left:10px;top:50%", "right:10px;top:50%"]],
          [data.bottom, ["left:50%;bottom:10px", "left:50%;top:10px"]]]) {
          ends.forEach((text, i) => {
            const label = document.createElement("div");
            label.className = "end"; label.style.cssText = places[i]; label.textContent = text;
            document.body.append(label);
          });
        }
        onresize = fit;
        fit(); paint(); search();
        })();
        </script>
        </body>
        </html>

        """;
}
