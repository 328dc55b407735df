using System.Globalization;

namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="PictureException"/>.</summary>
internal static class PictureRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(PictureException error) => error.Fault switch
    {
        PictureFault.BeyondMemoryBudget => (
            error.Subject, error.Problem,
            string.Create(
                CultureInfo.InvariantCulture,
                $"give --memory {(error.NeededBytes + 999_999) / 1_000_000}MB or more, or shrink it first")),
        PictureFault.NoEmbedding => (error.Subject, error.Problem, ModelRemedies.OtherEmbeddings),
        _ => (error.Subject, error.Problem, error.Remedy),
    };
}
