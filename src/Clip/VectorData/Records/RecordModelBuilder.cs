using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip.VectorData.Records;

/// <summary>Says which record types and definitions the store takes.</summary>
internal sealed class RecordModelBuilder() : CollectionModelBuilder(new CollectionModelBuildingOptions
{
    SupportsMultipleVectors = true,
    RequiresAtLeastOneVector = false,
})
{
    /// <summary>What errors say of the types of vectors.</summary>
    public const string SupportedVectors = "ReadOnlyMemory<float>, Embedding<float>, float[]";

    /// <summary>The longest vector that an index takes.</summary>
    public const int MaxDimensions = 65536;

    /// <summary>Whether a property's type is that of a vector, so that nothing needs to be embedded.</summary>
    public static bool IsVector(Type type) =>
        type == typeof(ReadOnlyMemory<float>) || type == typeof(ReadOnlyMemory<float>?)
        || type == typeof(Embedding<float>) || type == typeof(float[]);

    /// <summary>The schema of a model that was built.</summary>
    public static CollectionSchema SchemaOf(CollectionModel model) => new(
        KeyKind.Of(model.KeyProperty.Type)!,
        [.. model.DataProperties.Select(static property =>
            new DataColumn(property.StorageName, ValueKinds.Of(property.Type)!))],
        [.. model.VectorProperties.Select(static property => new VectorColumnSchema(
            property.StorageName, property.Dimensions, DistanceMeasure.Of(property.DistanceFunction)!))]);

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = ValueKinds.Supported;
        return ValueKinds.Of(type) is not null;
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = SupportedVectors;
        return IsVector(type);
    }

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (KeyKind.Of(keyProperty.Type) is null)
        {
            throw new NotSupportedException(
                $"Property '{keyProperty.ModelName}' has unsupported type '{keyProperty.Type.Name}'. Key properties "
                + $"must be one of the supported types: {KeyKind.Supported}.");
        }
    }

    protected override void ValidateProperty(
        PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        if (propertyModel is not VectorPropertyModel vector)
            return;
        if (vector.IndexKind is not (null or IndexKind.Flat))
        {
            throw new NotSupportedException(
                $"Property '{vector.ModelName}' asks for an index of kind '{vector.IndexKind}'. Every search is exact: "
                + $"leave the kind out, or use '{IndexKind.Flat}'.");
        }
        if (DistanceMeasure.Of(vector.DistanceFunction) is null)
        {
            throw new NotSupportedException(
                $"Property '{vector.ModelName}' asks for the distance function '{vector.DistanceFunction}'. Supported "
                + $"are {DistanceMeasure.Names}.");
        }
        if (vector.Dimensions > MaxDimensions)
        {
            throw new NotSupportedException(
                $"Property '{vector.ModelName}' has {vector.Dimensions} dimensions; {MaxDimensions} are supported.");
        }
    }
}
