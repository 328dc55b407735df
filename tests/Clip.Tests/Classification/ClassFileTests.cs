using System.Text;
using Clip.Classification;

namespace Clip.Tests.Classification;

/// <summary>Learned classes survive a file, and no file breaks the reader.</summary>
public sealed class ClassFileTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Classes_are_the_same_after_they_were_kept(int count)
    {
        using var folder = new TestFolder();
        var (path, classes) = (folder.At("classes.json"), Learn(count));

        ClassFile.Write(path, classes, "model", "f00d");
        var read = ClassFile.Read(path, "model", "f00d", 3);

        float[] probe = [0.6f, 0.64f, 0.48f];
        var before = new LearnedClassifier(classes).Classify(probe);
        var after = new LearnedClassifier(read).Classify(probe);
        Assert.Equal(before.Probabilities, after.Probabilities);
        Assert.Equal(classes.StrangerThreshold, read.StrangerThreshold);
        Assert.Equal(classes.Validation!.Right, read.Validation!.Right);
        Assert.Equal(classes.Validation.Confusions, read.Validation.Confusions);
        var other = Assert.Throws<ClassificationException>(() => ClassFile.Read(path, "model", "beef", 3));
        Assert.Equal(ClassificationFault.OtherModel, other.Fault);
    }

    [Fact]
    public void A_damaged_file_is_refused_whatever_is_wrong_with_it()
    {
        using var folder = new TestFolder();
        var path = folder.At("classes.json");
        ClassFile.Write(path, Learn(3), "model", "f00d");
        var good = File.ReadAllText(path);
        string[] bad =
        [
            "", "{}", "[1]", "null", "\"text\"", good[..(good.Length / 2)],
            good.Replace("\"version\":1", "\"version\":2"),
            good.Replace("\"class 1\"", "\"class 0\""),
            good.Replace("\"class 1\"", "null"),
            good.Replace("\"counts\":[4,", "\"counts\":[-4,"),
            good.Replace("\"counts\":[4,", "\"counts\":["),
            good.Replace("\"means\":[[", "\"means\":[null,["),
            good.Replace("\"means\":[[", "\"means\":[[1e999,"),
            good.Replace("\"mean_scale\":", "\"mean_scale\":-"),
        ];
        Assert.All(bad, content =>
        {
            File.WriteAllText(path, content);
            var error = Assert.Throws<ClassificationException>(() => ClassFile.Read(path, "model", "f00d", 3));
            Assert.Equal(ClassificationFault.UnusableFile, error.Fault);
        });
        Assert.Throws<ClipException>(() => ClassFile.Read(folder.At("missing.json"), "model", "f00d", 3));
        Assert.Throws<ClassificationException>(
            () => ClassFile.Decode("x", Encoding.UTF8.GetBytes("{\"format\":1}"), "model", "f00d", 3));
    }

    private static LearnedClasses Learn(int count)
    {
        List<(string, ReadOnlyMemory<float>)> examples = [];
        for (var i = 0; i < count * 4; i++)
        {
            // Close to the axis of its class, one of them closer to the next.
            var vector = new float[] { 0.1f * (i % 3), 0.1f * (i % 2), 0.2f };
            vector[(i == 1 ? 1 : i / 4) % 3] += 1;
            var length = MathF.Sqrt(vector.Sum(static value => value * value));
            examples.Add(($"class {i / 4}", Array.ConvertAll(vector, value => value / length)));
        }
        return ClassLearning.Learn(ClassExamples.FromVectors(examples), TestContext.Current.CancellationToken);
    }
}
