namespace Clip.Projection;

/// <summary>
/// A tree of squares over points of a map (Barnes and Hut 1986; for t-SNE, van der Maaten 2014): what is far away
/// pushes as one point at its center of mass, so that the pushes on all points take n log n steps instead of n².
/// </summary>
internal sealed class RepulsionTree
{
    /// <summary>A square counts as one point where its edge is shorter than this share of its distance.</summary>
    private const float Coarseness = 0.5f;

    /// <summary>Points that are still in one square so far down lie practically on each other.</summary>
    private const int Deepest = 40;

    private const int Leaf = -1;

    private Square[] _squares = new Square[1024];
    private int _count;

    /// <summary>Builds the tree anew.</summary>
    /// <param name="x">The points.</param>
    /// <param name="y">The points.</param>
    public void Build(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (left, right, bottom, top) = (x[0], x[0], y[0], y[0]);
        for (var i = 1; i < x.Length; i++)
        {
            (left, right) = (Math.Min(left, x[i]), Math.Max(right, x[i]));
            (bottom, top) = (Math.Min(bottom, y[i]), Math.Max(top, y[i]));
        }
        _count = 1;
        _squares[0] = new Square { Children = Leaf, Edge = Math.Max(right - left, top - bottom) };
        for (var i = 0; i < x.Length; i++)
            Insert(x[i], y[i], (left + right) / 2, (bottom + top) / 2);
        for (var i = 0; i < _count; i++)
        {
            ref var square = ref _squares[i];
            if (square.Points > 0)
                (square.X, square.Y) = ((float)(square.SumX / square.Points), (float)(square.SumY / square.Points));
        }
    }

    /// <summary>The push of all points on a place, before it is divided by the sum of all closenesses.</summary>
    /// <returns>The push, and the sum of the closenesses of the points to the place, a point there included.</returns>
    public (float X, float Y, float Sum) PushOn(float x, float y)
    {
        // Of each square on the way down, at most three others wait.
        Span<int> waiting = stackalloc int[(3 * Deepest) + 8];
        var depth = 0;
        waiting[depth++] = 0;
        float pushX = 0, pushY = 0, sum = 0;
        while (depth > 0)
        {
            ref var square = ref _squares[waiting[--depth]];
            if (square.Points == 0)
                continue;
            var (dx, dy) = (x - square.X, y - square.Y);
            var distance = (dx * dx) + (dy * dy);
            if (square.Children == Leaf || square.Edge * square.Edge < Coarseness * Coarseness * distance)
            {
                var closeness = 1 / (1 + distance);
                var all = square.Points * closeness;
                sum += all;
                pushX += all * closeness * dx;
                pushY += all * closeness * dy;
                continue;
            }
            for (var child = 0; child < 4; child++)
                waiting[depth++] = square.Children + child;
        }
        return (pushX, pushY, sum);
    }

    private void Insert(float x, float y, float centerX, float centerY)
    {
        var at = 0;
        for (var depth = 0; ; depth++)
        {
            var (points, sumX, sumY) = (_squares[at].Points, _squares[at].SumX, _squares[at].SumY);
            var edge = _squares[at].Edge;
            if (_squares[at].Children == Leaf && points > 0 && depth < Deepest
                && (sumX / points != x || sumY / points != y))
            {
                // The points of a leaf lie on each other, so that they move down together.
                var children = AddChildren(edge / 2);
                _squares[at].Children = children;
                var (oldX, oldY) = ((float)(sumX / points), (float)(sumY / points));
                ref var child = ref _squares[children + QuadrantOf(oldX, oldY, centerX, centerY)];
                (child.Points, child.SumX, child.SumY) = (points, sumX, sumY);
            }
            ref var square = ref _squares[at];
            square.Points++;
            square.SumX += x;
            square.SumY += y;
            if (square.Children == Leaf)
                return;
            var quadrant = QuadrantOf(x, y, centerX, centerY);
            at = square.Children + quadrant;
            centerX += (quadrant & 1) != 0 ? edge / 4 : -edge / 4;
            centerY += (quadrant & 2) != 0 ? edge / 4 : -edge / 4;
        }
    }

    private int AddChildren(float edge)
    {
        if (_count + 4 > _squares.Length)
            Array.Resize(ref _squares, 2 * _squares.Length);
        var first = _count;
        for (var i = 0; i < 4; i++)
            _squares[_count++] = new Square { Children = Leaf, Edge = edge };
        return first;
    }

    private static int QuadrantOf(float x, float y, float centerX, float centerY) =>
        (x > centerX ? 1 : 0) | (y > centerY ? 2 : 0);

    private struct Square
    {
        public double SumX, SumY;
        public float X, Y, Edge;
        public int Points;

        /// <summary>The first of four, or <see cref="Leaf"/>.</summary>
        public int Children;
    }
}
