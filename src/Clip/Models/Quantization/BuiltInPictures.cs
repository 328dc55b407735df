namespace Clip.Models.Quantization;

/// <summary>
/// Pictures to measure a tower on where the user has given none: colored noise of several scales, as photos have it,
/// with gradients, disks and stripes over it. The same on every machine.
/// </summary>
internal static class BuiltInPictures
{
    /// <summary>How many there are.</summary>
    public const int Count = 32;

    /// <summary>The edge of a picture, in pixels.</summary>
    public const int Edge = 256;

    /// <summary>Draws a picture.</summary>
    /// <param name="number">Which, 0 to <see cref="Count"/> − 1.</param>
    /// <returns>RGB, row by row.</returns>
    public static byte[] Draw(int number)
    {
        var random = new Random(number + 1);
        var values = new float[3 * Edge * Edge];
        var amplitude = 60f + random.NextSingle() * 60;
        for (var cell = Edge / 2; cell >= 2; cell /= 2, amplitude *= 0.45f + 0.4f * random.NextSingle())
            AddNoise(values, random, cell, amplitude);
        var mean = Color(random);
        for (var i = 0; i < values.Length; i++)
            values[i] += mean[i % 3];
        for (var shapes = number % 7; shapes > 0; shapes--)
            AddShape(values, random);
        return Array.ConvertAll(values, static value => (byte)Math.Clamp(value, 0, 255));
    }

    private static float[] Color(Random random) =>
        [random.Next(30, 226), random.Next(30, 226), random.Next(30, 226)];

    private static void AddNoise(float[] values, Random random, int cell, float amplitude)
    {
        var width = Edge / cell + 2;
        var grid = new float[3 * width * width];
        for (var i = 0; i < grid.Length; i++)
            grid[i] = (random.NextSingle() * 2 - 1) * amplitude;
        for (var y = 0; y < Edge; y++)
        {
            var (row, down) = (y / cell, (float)(y % cell) / cell);
            for (var x = 0; x < Edge; x++)
            {
                var (column, right) = (x / cell, (float)(x % cell) / cell);
                for (var channel = 0; channel < 3; channel++)
                {
                    values[3 * (y * Edge + x) + channel] += float.Lerp(
                        float.Lerp(At(row, column), At(row, column + 1), right),
                        float.Lerp(At(row + 1, column), At(row + 1, column + 1), right), down);

                    float At(int line, int place) => grid[3 * (line * width + place) + channel];
                }
            }
        }
    }

    private static void AddShape(float[] values, Random random)
    {
        var color = Color(random);
        var (centerX, centerY, radius) = (random.Next(Edge), random.Next(Edge), random.Next(8, Edge / 3));
        var (kind, stripe) = (random.Next(3), random.Next(3, 20));
        for (var y = Math.Max(0, centerY - radius); y < Math.Min(Edge, centerY + radius); y++)
        {
            for (var x = Math.Max(0, centerX - radius); x < Math.Min(Edge, centerX + radius); x++)
            {
                var (dx, dy) = (x - centerX, y - centerY);
                var isInside = kind switch
                {
                    0 => dx * dx + dy * dy < radius * radius,
                    1 => true,
                    _ => (x + y) / stripe % 2 == 0,
                };
                if (isInside)
                    color.CopyTo(values, 3 * (y * Edge + x));
            }
        }
    }
}
