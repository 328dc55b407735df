using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>Copies the result of a run out of the graph's outputs.</summary>
/// <param name="inputs">The inputs of the run.</param>
/// <param name="outputs">The outputs that were requested, in order.</param>
/// <param name="rows">How many rows they have.</param>
/// <param name="destination">Receives the rows.</param>
internal delegate void CopyRows(
    IReadOnlyCollection<OrtValue> inputs, IReadOnlyList<OrtValue> outputs, int rows, Span<float> destination);
