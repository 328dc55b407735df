using System.Runtime.CompilerServices;
using Clip.Searching;
using Clip.Vectors;

namespace Clip;

/// <summary>Classifies pictures, from files and from an index.</summary>
public static class PictureClassification
{
    /// <summary>
    /// Classifies pictures in their order; they are decoded exactly. One that cannot be read has an error, and the rest
    /// goes on.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="classifier">The classes, of that model.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public static async IAsyncEnumerable<ClassifiedPicture> ClassifyAsync(
        ClipModel model, IEmbeddingClassifier classifier, IEnumerable<PictureSource> pictures,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(pictures);
        await foreach (var encoded in PictureEncoding.EncodeAsync(model, pictures, cancellationToken)
            .ConfigureAwait(false))
        {
            var prediction = encoded.Vector is { } vector ? classifier.Classify(vector) : null;
            yield return new ClassifiedPicture(encoded.Source.Name, prediction, encoded.Error);
        }
    }

    /// <summary>
    /// Classifies the pictures of an index by their stored vectors, in the order of their paths; copies separately.
    /// Damaged vectors are left out.
    /// </summary>
    /// <param name="index">The index, of the model of the classes.</param>
    /// <param name="classifier">The classes.</param>
    /// <param name="folder">
    /// The folder whose pictures to classify, relative to the index's root and separated by <c>/</c>; empty for all.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The pictures, each by its full path.</returns>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    public static IEnumerable<ClassifiedPicture> ClassifyIndex(
        PictureIndex index, IEmbeddingClassifier classifier, string folder = "",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(folder);
        return Classify();

        IEnumerable<ClassifiedPicture> Classify()
        {
            using var snapshot = index.TakeSnapshot();
            var vector = new float[snapshot.Model.Dimensions];
            foreach (var file in snapshot.Files())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (folder.Length > 0 && !file.Path.StartsWith(folder + "/", StringComparison.Ordinal))
                    continue;
                if (snapshot.ReadVector(file.Entry, vector)
                    && VectorLength.IsUnit(vector, VectorLength.EncodedTolerance))
                    yield return new ClassifiedPicture(snapshot.Location.Full(file.Path), classifier.Classify(vector));
            }
        }
    }
}
