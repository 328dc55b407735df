using System.Globalization;
using Clip.Server.Batching;
using Clip.Server.Fetching;
using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>Encodes the terms of a query together with those of other requests.</summary>
internal sealed class QueryEncoder(Mounts mounts, PictureContent pictures)
{
    /// <summary>The most terms of a query.</summary>
    private const int MostTerms = 64;

    /// <summary>The query that a library's search takes.</summary>
    /// <exception cref="RequestException">A term cannot be used.</exception>
    public async Task<Query> EncodeAsync(
        IReadOnlyList<TermSource> terms, MountedLibrary library, CancellationToken cancellationToken)
    {
        if (terms.Count > MostTerms)
            throw RequestException.TooLarge($"The query has more than {MostTerms} terms.");
        var encoded = terms.Select((term, i) => EncodeAsync(term, i, library, cancellationToken)).ToList();
        return new Query(Array.ConvertAll(await Task.WhenAll(encoded).ConfigureAwait(false), static one => one.Term));
    }

    /// <summary>The unit vector of one term.</summary>
    /// <exception cref="RequestException">The term cannot be used.</exception>
    public async Task<float[]> VectorAsync(
        TermSource term, MountedLibrary library, CancellationToken cancellationToken) =>
        (await EncodeAsync(term, 0, library, cancellationToken).ConfigureAwait(false)).Vector;

    private async Task<(QueryTerm Term, float[] Vector)> EncodeAsync(
        TermSource term, int index, MountedLibrary library, CancellationToken cancellationToken)
    {
        if (term.Text is { } text)
        {
            var vector = await library.Model.EncodeAsync(text, cancellationToken).ConfigureAwait(false);
            return (QueryTerm.Text(text, vector, term.Weight), vector);
        }
        if (term.Vector is { } given)
            return (QueryTerm.Vector(given, term.Weight), given);
        if (term.PictureId is { } id)
        {
            var stored = VectorOf(id, library.Model);
            return (QueryTerm.Vector(stored, term.Weight), stored);
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"image[{index}]");
        var file = term.File ?? await pictures.ReadAsync(term.Image!, name, cancellationToken).ConfigureAwait(false);
        var picture = await library.Model.EncodeAsync(new PictureItem(file, name), cancellationToken)
            .ConfigureAwait(false);
        return (QueryTerm.Picture(PictureSource.FromVector(picture.Vector, name), term.Weight), picture.Vector);
    }

    /// <summary>The vector of a picture in a library.</summary>
    /// <exception cref="RequestException">There is no such picture, or it has a vector of another model.</exception>
    public float[] VectorOf(string id, MountedModel model)
    {
        var (folder, file, _) = mounts.Picture(id);
        if (mounts.LibraryOf(folder).Model != model)
            throw RequestException.Invalid("picture_id", "The picture belongs to a library of another model.");
        var vector = new float[model.Dimensions];
        return folder.Index.ReadVector(file.Entry, vector)
            ? vector
            : throw RequestException.NotFound("There is no such picture in the library.");
    }
}
