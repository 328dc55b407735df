using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Clip.VectorData.Pictures;
using Clip.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Clip;

/// <summary>
/// The pictures of an index as a searchable of Microsoft.Extensions.VectorData. It answers as
/// <see cref="PictureSearch"/> does, and never updates the index.
/// </summary>
/// <remarks>
/// <para>Thread-safe. It searches by a text (<see cref="string"/>), a picture (<see cref="DataContent"/>,
/// <see cref="FileInfo"/>, bytes of a picture file, <see cref="PictureSource"/> or <see cref="Picture"/>), a mix
/// (<see cref="Query"/>) or a vector (<c>ReadOnlyMemory&lt;float&gt;</c>, <c>float[]</c> or
/// <c>Embedding&lt;float&gt;</c>).</para>
/// <para>Scores are cosines. A filter is applied before the search; it may compare
/// <c>File.Metadata.Captured</c>, <c>File.Width</c> and <c>File.Height</c> with bounds, ask whether
/// <c>File.Metadata.Camera</c> contains a text, a <see cref="GeoCircle"/> contains <c>File.Metadata.Place</c>, and
/// <c>Path</c> starts with a folder, ends with an extension or matches a glob
/// (<see cref="PictureHit.PathMatches"/>).</para>
/// </remarks>
/// <example><code>
/// var pictures = search.AsVectorSearchable();
/// await foreach (var found in pictures.SearchAsync("a dog", top: 5, new()
/// {
///     Filter = picture => picture.File!.Metadata!.Captured >= new DateTime(2024, 1, 1),
/// }))
///     Console.WriteLine($"{found.Score:0.000} {found.Record.Path}");
/// </code></example>
public sealed class PictureVectorSearch : IVectorSearchable<PictureHit>
{
    private readonly PictureSearch _search;

    /// <summary>Offers the pictures of a search.</summary>
    /// <param name="search">The search, which stays the caller's and must live as long.</param>
    public PictureVectorSearch(PictureSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        _search = search;
    }

    /// <summary>Finds the pictures nearest to a text, a picture, a mix or a vector.</summary>
    /// <typeparam name="TInput">The type of the value; see the class.</typeparam>
    /// <param name="searchValue">What to search for.</param>
    /// <param name="top">The most pictures, at least 1.</param>
    /// <param name="options">
    /// The filter, the pictures to skip, the lowest cosine, and whether <see cref="PictureHit.Vector"/> is wanted.
    /// </param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>
    /// The pictures, best first, with <see cref="PictureHit.File"/>; <see cref="PictureHit.Rank"/> counts those that
    /// were skipped.
    /// </returns>
    /// <exception cref="NotSupportedException">
    /// The value is of another type, or the index cannot apply a part of the filter.
    /// </exception>
    /// <exception cref="ClipException">The query cannot be encoded, or the index not be read.</exception>
    public IAsyncEnumerable<VectorSearchResult<PictureHit>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<PictureHit>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<PictureHit>();
        if (options.VectorProperty is { } property && !IsVector(property))
        {
            throw new InvalidOperationException(
                $"'{property}' is not the vector of a picture, {nameof(PictureHit.Vector)}.");
        }
        var request = new SearchRequest(QueryOf(searchValue))
        {
            Rank = RankBy.Embedding,
            TopK = (int)Math.Min(int.MaxValue, (long)top + options.Skip),
            MinScore = options.ScoreThreshold is { } threshold ? LeastFloat(threshold) : null,
            Filter = options.Filter is { } filter ? PictureFilterTranslator.Translate(filter) : null,
            WithFiles = true,
        };
        return SearchAsync(request, options, cancellationToken);
    }

    /// <summary>
    /// Returns <see cref="VectorStoreCollectionMetadata"/>, the <see cref="PictureSearch"/>, its
    /// <see cref="ClipModel"/>, or this object; null for anything else, or a key.
    /// </summary>
    /// <param name="serviceType">The type that is wanted.</param>
    /// <param name="serviceKey">Only null has services.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? new VectorStoreCollectionMetadata
            {
                VectorStoreSystemName = "clip",
                VectorStoreName = _search.Location.Directory,
                CollectionName = _search.Location.Root,
            }
            : serviceType == typeof(PictureSearch) ? _search
            : serviceType == typeof(ClipModel) ? _search.Model
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    private async IAsyncEnumerable<VectorSearchResult<PictureHit>> SearchAsync(
        SearchRequest request, VectorSearchOptions<PictureHit> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await _search.SearchAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var found in answer.Pictures.Skip(options.Skip))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hit = new PictureHit(found.Rank, found.Path, found.Cosine, found.Caption, found.Entry)
            {
                File = found.File,
                Vector = options.IncludeVectors ? _search.ReadVector(found) : default,
            };
            yield return new VectorSearchResult<PictureHit>(hit, found.Cosine);
        }
    }

    private Query QueryOf(object value) => value switch
    {
        string text => Query.FromText(text),
        Query query => query,
        PictureSource source => Query.FromPicture(source),
        FileInfo file => Query.FromPicture(PictureSource.FromFile(file.FullName)),
        DataContent content => Query.FromPicture(PictureSource.FromBytes(content.Data, content.Name ?? "the picture")),
        ReadOnlyMemory<byte> bytes => Query.FromPicture(PictureSource.FromBytes(bytes, "the picture")),
        byte[] bytes => Query.FromPicture(PictureSource.FromBytes(bytes, "the picture")),
        Picture picture => Vector(_search.Model.Image.Encode(picture)),
        ReadOnlyMemory<float> vector => Vector(vector),
        float[] vector => Vector(vector),
        Embedding<float> embedding => Vector(embedding.Vector),
        _ => throw new NotSupportedException(
            $"A value of type '{value.GetType().Name}' cannot be searched for. Search for a text, a picture "
            + "(DataContent, FileInfo, bytes, PictureSource, Picture), a Query, or a vector (ReadOnlyMemory<float>, "
            + "float[], Embedding<float>)."),
    };

    /// <summary>A query of a vector in any scale. One without a direction is refused by the search.</summary>
    private static Query Vector(ReadOnlyMemory<float> vector)
    {
        if (VectorLength.IsUnit(vector.Span, VectorLength.StoredTolerance))
            return new([QueryTerm.Vector(vector)]);
        var squares = 0.0;
        foreach (var number in vector.Span)
            squares += (double)number * number;
        return new([QueryTerm.Vector(vector, 1 / Math.Sqrt(squares))]);
    }

    private static bool IsVector(LambdaExpression property)
    {
        var body = property.Body is UnaryExpression convert ? convert.Operand : property.Body;
        return body is MemberExpression { Member.Name: nameof(PictureHit.Vector) };
    }

    /// <summary>The least number of 32 bits that reaches one of 64.</summary>
    private static float LeastFloat(double threshold)
    {
        var least = (float)threshold;
        return least < threshold ? MathF.BitIncrement(least) : least;
    }
}
