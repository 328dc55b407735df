namespace Clip.VectorData.Records;

/// <summary>A data property of a collection, by its storage name.</summary>
internal sealed record DataColumn(string Name, ValueKind Kind);

/// <summary>A vector property of a collection, by its storage name.</summary>
internal sealed record VectorColumnSchema(string Name, int Dimensions, DistanceMeasure Distance);

/// <summary>
/// What the records of a collection consist of. A collection's schema grows when a definition has further properties;
/// the places of those that it has stay the same.
/// </summary>
internal sealed record CollectionSchema(
    KeyKind Key, IReadOnlyList<DataColumn> Data, IReadOnlyList<VectorColumnSchema> Vectors)
{
    /// <summary>Whether a definition has properties that this schema lacks.</summary>
    public bool Lacks(CollectionSchema wanted) =>
        wanted.Data.Any(column => PlaceOfData(column.Name) < 0)
        || wanted.Vectors.Any(column => PlaceOfVector(column.Name) < 0);

    /// <summary>This schema with the further properties of a definition.</summary>
    /// <exception cref="InvalidOperationException">A property is of another type than before.</exception>
    public CollectionSchema With(CollectionSchema wanted)
    {
        RequireFit(wanted);
        return this with
        {
            Data = [.. Data, .. wanted.Data.Where(column => PlaceOfData(column.Name) < 0)],
            Vectors = [.. Vectors, .. wanted.Vectors.Where(column => PlaceOfVector(column.Name) < 0)],
        };
    }

    /// <summary>Checks that the properties of a definition that this schema has are of the same types.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    public void RequireFit(CollectionSchema wanted)
    {
        if (Key.Name != wanted.Key.Name)
            throw Contradiction("its keys", Key.Name, wanted.Key.Name);
        foreach (var column in wanted.Data)
        {
            if (PlaceOfVector(column.Name) >= 0)
                throw Contradiction($"'{column.Name}'", "vector", column.Kind.Name);
            if (PlaceOfData(column.Name) is >= 0 and var place && Data[place].Kind.Name != column.Kind.Name)
                throw Contradiction($"'{column.Name}'", Data[place].Kind.Name, column.Kind.Name);
        }
        foreach (var column in wanted.Vectors)
        {
            if (PlaceOfData(column.Name) is >= 0 and var data)
                throw Contradiction($"'{column.Name}'", Data[data].Kind.Name, "vector");
            if (PlaceOfVector(column.Name) is >= 0 and var place && Vectors[place] != column)
                throw Contradiction($"'{column.Name}'", Describe(Vectors[place]), Describe(column));
        }
    }

    public int PlaceOfData(string name) => PlaceOf(Data, name, static column => column.Name);

    public int PlaceOfVector(string name) => PlaceOf(Vectors, name, static column => column.Name);

    private static int PlaceOf<T>(IReadOnlyList<T> columns, string name, Func<T, string> nameOf)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (nameOf(columns[i]) == name)
                return i;
        }
        return -1;
    }

    private static string Describe(VectorColumnSchema column) =>
        $"vector of {column.Dimensions} dimensions with {column.Distance.Name}";

    private static InvalidOperationException Contradiction(string what, string stored, string wanted) => new(
        $"The collection was created with another definition: {what} is stored as {stored}, not as {wanted}. Use the "
        + "definition that it was created with, or delete the collection and create it again.");
}
