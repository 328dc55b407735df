namespace Clip.Tests.Models;

/// <summary>What is disposed says so, and no member reads memory that is freed or was never written.</summary>
public class DisposalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_model_that_was_disposed_before_its_graphs_were_loaded_loads_none()
    {
        var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var (text, image) = (model.Text, model.Image);
        model.Dispose();
        model.Dispose();

        var error = Assert.Throws<ObjectDisposedException>(() => text.Encode("a dog", Token));
        Assert.Equal(nameof(ClipModel), error.ObjectName);
        Assert.Throws<ObjectDisposedException>(() => image.Encode(GoldenModels.Picture("rgb_33x47.png"), Token));
        Assert.False(text.IsLoaded || image.IsLoaded);
    }

    [Fact]
    public void A_model_that_was_disposed_after_use_says_so()
    {
        var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var batch = model.Image.CreateBatch(2);
        using var picture = model.Image.Decode(GoldenModels.Picture("rgb_33x47.png"), cancellationToken: Token);
        batch.Write(0, picture);
        model.Text.Encode("a dog", Token);
        model.Image.Encode(picture, Token);
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Text.Encode("a dog", Token));
        Assert.Throws<ObjectDisposedException>(() => model.Image.Encode(picture, Token));
        Assert.Throws<ObjectDisposedException>(
            () => model.Image.Encode(batch, 1, new float[model.Dimensions], Token));
        Assert.Throws<ObjectDisposedException>(() => model.Text.Device);
        batch.Dispose();
    }

    [Fact]
    public void A_batch_that_was_disposed_is_neither_written_nor_encoded()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using var picture = model.Image.Decode(GoldenModels.Picture("rgb_33x47.png"), cancellationToken: Token);
        var batch = model.Image.CreateBatch(1);
        batch.Write(0, picture);
        batch.Dispose();
        batch.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Write(0, picture));
        Assert.Throws<ObjectDisposedException>(
            () => model.Image.Encode(batch, 1, new float[model.Dimensions], Token));
    }

    [Fact]
    public void A_slot_that_was_not_written_is_not_encoded()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using var picture = model.Image.Decode(GoldenModels.Picture("rgb_33x47.png"), cancellationToken: Token);
        using var batch = model.Image.CreateBatch(3);
        batch.Write(0, picture);
        batch.Write(2, picture);
        var vectors = new float[3 * model.Dimensions];

        var error = Assert.Throws<ArgumentException>(() => model.Image.Encode(batch, 3, vectors, Token));
        Assert.Contains("Slot 1", error.Message, StringComparison.Ordinal);
        model.Image.Encode(batch, 1, vectors, Token);
        batch.Write(1, picture);
        model.Image.Encode(batch, 3, vectors, Token);
        Assert.Equal(vectors[..model.Dimensions], vectors[^model.Dimensions..]);
    }

    [Fact]
    public void A_slot_whose_picture_was_disposed_is_not_encoded()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var picture = model.Image.Decode(GoldenModels.Picture("rgb_33x47.png"), cancellationToken: Token);
        using var batch = model.Image.CreateBatch(1);
        batch.Write(0, picture);
        picture.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Write(0, picture));
        Assert.Throws<ArgumentException>(() => model.Image.Encode(batch, 1, new float[model.Dimensions], Token));
    }

    [Fact]
    public void A_batch_of_another_model_is_refused()
    {
        using var one = ClipModel.Load(GoldenModels.Folder("clip-split"));
        using var other = ClipModel.Load(GoldenModels.Folder("clip-combined"));
        using var picture = one.Image.Decode(GoldenModels.Picture("rgb_33x47.png"), cancellationToken: Token);
        using var batch = one.Image.CreateBatch(1);
        batch.Write(0, picture);

        Assert.Throws<ArgumentException>(() => other.Image.Encode(batch, 1, new float[other.Dimensions], Token));
    }

    [Fact]
    public void Arguments_are_checked_before_anything_is_loaded()
    {
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"));

        Assert.Throws<ArgumentNullException>(() => model.Text.Encode((string)null!, Token));
        Assert.Throws<ArgumentNullException>(
            () => model.Text.Encode((IReadOnlyList<string>)null!, cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => model.Text.Encode(["a dog", null!], cancellationToken: Token));
        Assert.Throws<ArgumentNullException>(() => model.Image.Encode((string)null!, Token));
        Assert.Throws<ArgumentNullException>(() => model.Image.Encode((Picture)null!, Token));
        Assert.Throws<ArgumentNullException>(() => model.Image.Encode((Stream)null!, cancellationToken: Token));
        Assert.Throws<ArgumentNullException>(() => ClipModel.Load(null!));
        Assert.Throws<ArgumentException>(() => ClipModel.Load(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipModelOptions { Threads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClipModelOptions { Dimensions = 0 });
        Assert.Throws<ArgumentException>(() => new ClipModelOptions { Device = "" });
        Assert.False(model.Text.IsLoaded || model.Image.IsLoaded);
    }

    [Fact]
    public void Options_that_change_later_do_not_change_the_model()
    {
        var options = new ClipModelOptions { Task = null, Device = ClipDevice.Cpu };
        using var model = ClipModel.Load(GoldenModels.Folder("clip-split"), options);

        options.Task = "no such task";

        Assert.Equal(model.Dimensions, model.Text.Encode("a dog", Token).Length);
    }
}
