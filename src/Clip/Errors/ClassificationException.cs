namespace Clip;

/// <summary>Why pictures cannot be classified.</summary>
public enum ClassificationFault
{
    /// <summary>There are no labels, or a label is empty.</summary>
    MissingLabels,

    /// <summary>A template does not say where the label goes.</summary>
    NoPlaceholder,

    /// <summary>There are not enough classes, or not enough examples of them.</summary>
    TooFewExamples,

    /// <summary>A file of classes cannot be read or written, or is not one.</summary>
    UnusableFile,

    /// <summary>The classes were learned with another model.</summary>
    OtherModel,
}

/// <summary>Pictures cannot be classified because of the labels, the examples or the stored classes.</summary>
public sealed class ClassificationException : ClipException
{
    private ClassificationException(
        ClassificationFault fault, string subject, string problem, string? remedy, Exception? cause = null)
        : base(subject, problem, remedy, cause) => Fault = fault;

    /// <summary>Why.</summary>
    public ClassificationFault Fault { get; }

    internal static ClassificationException MissingLabels(string problem) => new(
        ClassificationFault.MissingLabels, "the labels", problem, "give at least one label, such as: dog");

    internal static ClassificationException NoPlaceholder(string template) => new(
        ClassificationFault.NoPlaceholder, $"\"{template}\"", "has no {} for the label",
        "write it where the label goes: \"a photo of a {}\"");

    internal static ClassificationException TooFewClasses(string subject, int classes) => new(
        ClassificationFault.TooFewExamples, subject,
        classes == 0 ? "holds no examples" : "holds examples of one class only",
        "put the pictures of each class into a sub-folder of their own; there must be two at least");

    internal static ClassificationException UnusableFile(string path, string problem, Exception? cause = null) => new(
        ClassificationFault.UnusableFile, path, problem, "learn the classes again and save them", cause);

    internal static ClassificationException CannotWrite(string path, Exception cause) => new(
        ClassificationFault.UnusableFile, path, $"cannot be written ({cause.Message.TrimEnd('.')})",
        "choose another place", cause);

    internal static ClassificationException OtherModel(string path, string learned, string model) => new(
        ClassificationFault.OtherModel, path, $"holds classes of the model {learned}, not of {model}",
        "use that model, or learn the classes again");
}
