using Clip.Vectors;
using CsCheck;

namespace Clip.Tests.Vectors;

public sealed class RowBitmapTests
{
    [Fact]
    public void It_equals_a_set_after_any_additions_and_removals() =>
        Gen.Select(Gen.Bool, Gen.Long[0, 700]).Array[0, 200].Sample(steps =>
        {
            var bitmap = new RowBitmap();
            var set = new SortedSet<long>();
            foreach (var (add, row) in steps)
                Assert.Equal(add ? set.Add(row) : set.Remove(row), add ? bitmap.Add(row) : bitmap.Remove(row));

            Assert.Equal(set, bitmap.Rows());
            Assert.Equal(set.Count, bitmap.Count);
            for (var row = 0L; row <= 800; row++)
                Assert.Equal(set.Contains(row), bitmap.Contains(row));
        });

    [Fact]
    public void An_invalid_row_is_not_contained_and_cannot_be_added()
    {
        var bitmap = new RowBitmap();
        bitmap.Add(63);

        Assert.False(bitmap.Contains(-1));
        Assert.False(bitmap.Contains(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => bitmap.Add(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => bitmap.Add(1L << 31));
    }
}
