namespace Clip.Fuzz.Targets;

/// <summary>
/// Vectors of another program: the first byte of the input chooses the extension, the rest is the file.
/// </summary>
internal static class VectorTableTarget
{
    private static readonly string[] Extensions =
        [".npy", ".npz", ".parquet", ".safetensors", ".jsonl", ".csv", ".sql", ".sqlite3"];

    public static FuzzTarget Target { get; } = new("vector-table", Read)
    {
        Words =
        [
            "'descr': '<f4'", "'fortran_order': True", "'shape': (3, 4)", "(-1, 4)", "'>f8'", "'|O'", "'<U3'", "PAR1",
            "\"dtype\":\"F32\"", "\"BF16\"", "\"shape\":[2,4]", "\"data_offsets\":[0,32]", "\"__metadata__\":",
            "\"paths\":",
            "\"embedding\":", "\"vector\":", "\"path\":", "\"data\":", "\"index\":", "\"response\":",
            "\"status_code\":429",
            "NaN", "null", "COPY a (id, embedding) FROM stdin;", "\\N", "\\.", "[0.5,1]", "IxFI", "IxSQ",
        ],
    };

    private static void Read(byte[] input)
    {
        if (input.Length == 0)
            return;
        var name = "vectors" + Extensions[input[0] % Extensions.Length];
        var path = Scratch.Write(name, input.AsSpan(1));
        var table = VectorTableReader.Read(path);
        foreach (var row in table.Rows)
        {
            if (row.Vector.Length != table.Dimensions || row.Id.Length == 0)
                throw new InvalidOperationException("A row without a name, or of another length.");
        }
    }
}
