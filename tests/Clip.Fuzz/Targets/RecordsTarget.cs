using System.Text;
using Clip.VectorData.Records;
using Clip.VectorData.Storage;

namespace Clip.Fuzz.Targets;

/// <summary>
/// What the file of a vector store holds: the first byte selects a collection's schema, a record's data or a key.
/// </summary>
internal static class RecordsTarget
{
    private static readonly Type[] Types =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(byte[]),
        typeof(string[]), typeof(int[]), typeof(DateTime[]), typeof(double[]),
    ];

    private static readonly Type[] KeyTypes =
        [typeof(string), typeof(Guid), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    private static readonly CollectionSchema Schema = new(
        KeyKind.Of(typeof(int))!,
        [.. Types.Select(static type => new DataColumn(type.Name, ValueKinds.Of(type)!))], []);

    public static FuzzTarget Target { get; } = new("records", Read)
    {
        Documented = [typeof(InvalidDataException)],
        Words =
        [
            "{\"key\":\"string\",\"data\":{", "\"vectors\":{", "\"dimensions\":", "\"distance\":\"CosineSimilarity\"",
            "\"DateTime\":\"2020-01-01T12:30:45.0000001Z\"", "\"TimeSpan\":\"-10675199.02:48:05.4775808\"",
            "\"Double\":\"NaN\"", "\"String[]\":[null,\"\\ud800\"]", "\"Byte[]\":\"AAH/\"", "\"Decimal\":1e999", "null",
            "int[]", "ulong", "-1", "\0",
        ],
    };

    private static void Read(byte[] input)
    {
        var content = input.Length == 0 ? [] : input[1..];
        switch (input.Length == 0 ? 0 : input[0] % 3)
        {
            case 0:
                var schema = RecordJson.ReadSchema(content);
                var again = RecordJson.ReadSchema(RecordJson.WriteSchema(schema));
                if (again.Lacks(schema))
                    throw new InvalidOperationException("a schema is not read as it was written");
                break;
            case 1:
                var row = new RecordRow(1, RecordJson.ReadValues(Schema, content));
                var written = RecordJson.WriteValues(Schema, row);
                var read = RecordJson.WriteValues(Schema, new RecordRow(1, RecordJson.ReadValues(Schema, written)));
                if (!written.AsSpan().SequenceEqual(read))
                {
                    throw new InvalidOperationException(
                        $"a record is not read as it was written: {Encoding.UTF8.GetString(read)}");
                }
                break;
            default:
                var kind = KeyKind.Of(KeyTypes[content.Length % KeyTypes.Length])!;
                var key = kind.Read(content);
                if (!kind.Read(kind.Write(key)).Equals(key))
                    throw new InvalidOperationException($"the key {key} is not read as it was written");
                break;
        }
    }
}
