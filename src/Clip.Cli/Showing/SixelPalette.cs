using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>
/// The at most 256 colors that a picture is reduced to, by median cut: the box of colors with the widest channel is
/// halved until there are enough boxes, and each box becomes its mean.
/// </summary>
internal static class SixelPalette
{
    /// <summary>The colors that terminals keep.</summary>
    public const int MostColors = 256;

    /// <summary>Reduces a picture.</summary>
    /// <returns>The colors, and the number of its color for each pixel.</returns>
    public static ((byte Red, byte Green, byte Blue)[] Palette, byte[] Colors) Reduce(RgbPixels pixels)
    {
        var values = pixels.Values;
        var order = new int[pixels.Width * pixels.Height];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var boxes = new PriorityQueue<(int Start, int Length, int Channel), int>();
        Add(0, order.Length);
        List<(int Start, int Length)> done = [];
        while (boxes.Count > 0 && boxes.Count + done.Count < MostColors)
        {
            boxes.TryDequeue(out var box, out var spread);
            if (spread == 0)
            {
                done.Add((box.Start, box.Length));
                continue;
            }
            var range = order.AsSpan(box.Start, box.Length);
            range.Sort((left, right) => values[(3 * left) + box.Channel].CompareTo(values[(3 * right) + box.Channel]));
            Add(box.Start, box.Length / 2);
            Add(box.Start + (box.Length / 2), box.Length - (box.Length / 2));
        }
        done.AddRange(boxes.UnorderedItems.Select(static item => (item.Element.Start, item.Element.Length)));
        done.Sort();

        var palette = new (byte, byte, byte)[done.Count];
        var colors = new byte[order.Length];
        for (var color = 0; color < done.Count; color++)
        {
            var members = order.AsSpan(done[color].Start, done[color].Length);
            palette[color] = (Mean(members, 0), Mean(members, 1), Mean(members, 2));
            foreach (var pixel in members)
                colors[pixel] = (byte)color;
        }
        return (palette, colors);

        void Add(int start, int length)
        {
            var members = order.AsSpan(start, length);
            var (channel, spread) = (0, -1);
            for (var candidate = 0; candidate < 3; candidate++)
            {
                var (least, most) = (byte.MaxValue, byte.MinValue);
                foreach (var pixel in members)
                {
                    var value = values[(3 * pixel) + candidate];
                    (least, most) = (Math.Min(least, value), Math.Max(most, value));
                }
                if (most - least > spread)
                    (channel, spread) = (candidate, most - least);
            }
            boxes.Enqueue((start, length, channel), -spread);
        }

        byte Mean(ReadOnlySpan<int> members, int channel)
        {
            var sum = 0L;
            foreach (var pixel in members)
                sum += values[(3 * pixel) + channel];
            return (byte)((sum + (members.Length / 2)) / members.Length);
        }
    }
}
