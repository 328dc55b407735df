using System.Runtime.CompilerServices;
using Clip.VectorData.Filters;
using Clip.VectorData.Records;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip;

public sealed partial class ClipCollection<TKey, TRecord>
{
    /// <summary>
    /// Finds the records nearest to a value: a vector, or what the property's generator embeds. The search is exact:
    /// the best of those that meet the filter, however few they are.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// The value is no vector and there is no generator, or a part of the filter cannot be translated.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The generator does not take such values, the filter names a property that there is not, or the records have
    /// several vectors and the options name none.
    /// </exception>
    /// <exception cref="VectorStoreException">
    /// The collection does not exist, or the store's file cannot be read.
    /// </exception>
    /// <inheritdoc/>
    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        var page = new RecordPage(options.Skip, top, IncludesVectors(options.IncludeVectors));
        var property = _model.GetVectorPropertyOrSingle(options);
        return SearchAsync(property, searchValue, typeof(TInput), options, page, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(
        VectorPropertyModel property, object value, Type type, VectorSearchOptions<TRecord> options, RecordPage page,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = await VectorInput.OfQueryAsync(property, value, type, cancellationToken).ConfigureAwait(false);
        var found = await _store.CallAsync("Search", Name, Find, cancellationToken).ConfigureAwait(false);
        foreach (var result in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return result;
        }

        VectorSearchResult<TRecord>[] Find()
        {
            var (table, mapper) = Attach("Search");
            var condition = options.Filter is { } filter ? RecordFilter.Translate(filter, _model, mapper) : null;
            var near = table.Search(
                mapper.PlaceOf(property), query, condition, options.ScoreThreshold, page, cancellationToken);
            return [.. near.Select(hit => new VectorSearchResult<TRecord>(
                mapper.FromStored<TRecord>(hit.Record), hit.Score))];
        }
    }
}
