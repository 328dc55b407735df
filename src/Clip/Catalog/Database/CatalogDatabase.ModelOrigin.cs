using System.Globalization;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    private const string ReferenceNote = "model-reference";
    private const string VariantNote = "model-variant";
    private const string DimensionsNote = "model-dimensions";
    private const string PrecisionNote = "model-precision";

    /// <summary>How the model was asked for; null in an index that does not know.</summary>
    public ModelOrigin? ReadModelOrigin()
    {
        if (ReadNote(ReferenceNote) is not { Length: > 0 } reference)
            return null;
        var hasDimensions = int.TryParse(
            ReadNote(DimensionsNote), NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions);
        return new ModelOrigin(
            reference, ReadNote(VariantNote) is { Length: > 0 } variant ? variant : null,
            hasDimensions && dimensions > 0 ? dimensions : null,
            ReadNote(PrecisionNote) is { Length: > 0 } precision ? precision : null);
    }

    /// <summary>Records how the model was asked for. Part of a change.</summary>
    public void WriteModelOrigin(ModelOrigin origin)
    {
        WriteNote(ReferenceNote, origin.Reference);
        WriteNote(VariantNote, origin.Variant ?? "");
        WriteNote(PrecisionNote, origin.Precision ?? "");
        WriteNote(DimensionsNote, origin.Dimensions?.ToString(CultureInfo.InvariantCulture) ?? "");
    }
}
