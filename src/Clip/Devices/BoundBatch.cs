using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// A batch of one shape, bound to a session on a device: memory for its inputs and outputs that is reused from batch to
/// batch. Where the device's driver can pin that memory, copies to and from the card need no further copy inside the
/// driver. Used by one thread at a time; dispose it before the session.
/// </summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtAllocator _allocator;
    private readonly OrtIoBinding _binding;
    private readonly string[] _names;
    private readonly string[] _outputNames;
    private readonly List<OrtValue> _inputs = [];
    private readonly List<OrtValue> _outputs = [];

    /// <param name="session">The session.</param>
    /// <param name="allocator">Allocates memory that the processor can read and write.</param>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">Tensors of the shapes of later inputs.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <exception cref="OnnxRuntimeException">The memory cannot be allocated.</exception>
    public BoundBatch(
        InferenceSession session, OrtAllocator allocator, IReadOnlyCollection<string> names,
        IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs)
    {
        _session = session;
        _allocator = allocator;
        _names = [.. names];
        _outputNames = [.. outputs];
        _binding = session.CreateIoBinding();
        try
        {
            foreach (var value in values)
                _inputs.Add(Allocate(allocator, value));
            // The size of an output is known after the first run.
            foreach (var output in _outputNames)
                _binding.BindOutputToDevice(output, allocator.Info);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether these tensors have the shapes that this batch was made for.</summary>
    public bool Fits(IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values) =>
        _names.SequenceEqual(names) && _inputs.Count == values.Count
        && _inputs.Zip(values).All(static pair => HaveSameShape(pair.First, pair.Second));

    /// <summary>Runs the graph.</summary>
    /// <param name="options">Stops the run.</param>
    /// <param name="values">The inputs, in the processor's memory.</param>
    /// <returns>The outputs, in memory that the processor can read; overwritten by the next run.</returns>
    public IReadOnlyList<OrtValue> Run(RunOptions options, IReadOnlyCollection<OrtValue> values)
    {
        foreach (var (name, input, value) in _names.Zip(_inputs, values))
        {
            value.GetTensorMutableRawData().CopyTo(input.GetTensorMutableRawData());
            // Binding copies an input to the device, so it is repeated for every batch.
            _binding.BindInput(name, input);
        }
        _binding.SynchronizeBoundInputs();
        _session.RunWithBinding(options, _binding);
        _binding.SynchronizeBoundOutputs();
        if (_outputs.Count == 0)
            KeepOutputs();
        return _outputs;
    }

    public void Dispose()
    {
        _binding.Dispose();
        _inputs.ForEach(static value => value.Dispose());
        _outputs.ForEach(static value => value.Dispose());
    }

    private void KeepOutputs()
    {
        using var results = _binding.GetOutputValues();
        foreach (var result in results)
        {
            var output = AllocateOutput(result);
            _outputs.Add(output);
            result.GetTensorMutableRawData().CopyTo(output.GetTensorMutableRawData());
        }
        foreach (var (name, output) in _outputNames.Zip(_outputs))
            _binding.BindOutput(name, output);
    }

    // The run has succeeded, so its result is kept even if no memory can be pinned for the next one.
    private OrtValue AllocateOutput(OrtValue like)
    {
        try
        {
            return Allocate(_allocator, like);
        }
        catch (OnnxRuntimeException)
        {
            return Allocate(OrtAllocator.DefaultInstance, like);
        }
    }

    private static OrtValue Allocate(OrtAllocator allocator, OrtValue like)
    {
        var info = like.GetTensorTypeAndShape();
        return OrtValue.CreateAllocatedTensorValue(allocator, info.ElementDataType, info.Shape);
    }

    private static bool HaveSameShape(OrtValue left, OrtValue right)
    {
        var (first, second) = (left.GetTensorTypeAndShape(), right.GetTensorTypeAndShape());
        return first.ElementDataType == second.ElementDataType && first.Shape.AsSpan().SequenceEqual(second.Shape);
    }
}
