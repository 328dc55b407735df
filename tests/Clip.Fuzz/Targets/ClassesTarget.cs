using Clip.Classification;

namespace Clip.Fuzz.Targets;

/// <summary>A file of learned classes, and a picture that they classify.</summary>
internal static class ClassesTarget
{
    public static FuzzTarget Target { get; } = new("classes", Read)
    {
        Words =
        [
            "\"format\":\"clip-classes\"", "\"version\":1", "\"fingerprint\":\"f00d\"", "\"dimensions\":2",
            "\"labels\":[\"a\",\"b\"]", "\"means\":[[1,0],[0,1]]", "\"weights\":[[1,1]]", "\"intercepts\":[0]",
            "1e308", "-0", "null", "[[", "]]",
        ],
    };

    private static void Read(byte[] input)
    {
        var classifier = new LearnedClassifier(ClassFile.Decode("classes.json", input, "model", "f00d", 2));
        var prediction = classifier.With(refusesStrangers: true).Classify([0.6f, 0.8f]);
        if (prediction.Probabilities.Count != classifier.Labels.Count || prediction.Probabilities.Any(double.IsNaN))
            throw new InvalidOperationException("There is not one probability for each label.");
    }
}
