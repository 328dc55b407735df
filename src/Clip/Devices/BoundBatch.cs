using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// A batch of one shape, bound to a session on a device: memory for its inputs that is reused from batch to batch.
/// Where the device's driver can pin that memory, copies to and from the card need no further copy inside the driver.
/// It may have more rows than it gets; the others hold what was there before. Used by one thread at a time; dispose it
/// before the session.
/// </summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtAllocator _allocator;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _inputs = [];

    /// <param name="session">The session.</param>
    /// <param name="allocator">Allocates memory that the processor can read and write.</param>
    /// <param name="shape">Names and shapes.</param>
    /// <param name="values">Tensors of the types of later inputs.</param>
    /// <exception cref="OnnxRuntimeException">The memory cannot be allocated.</exception>
    public BoundBatch(
        InferenceSession session, OrtAllocator allocator, BoundShape shape, IReadOnlyCollection<OrtValue> values)
    {
        _session = session;
        _allocator = allocator;
        Shape = shape;
        _binding = session.CreateIoBinding();
        try
        {
            foreach (var (value, dimensions) in values.Zip(shape.Inputs))
            {
                var type = value.GetTensorTypeAndShape().ElementDataType;
                _inputs.Add(OrtValue.CreateAllocatedTensorValue(allocator, type, dimensions));
                _inputs[^1].GetTensorMutableRawData().Clear();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The names and shapes that it was made for.</summary>
    public BoundShape Shape { get; }

    /// <summary>Runs the graph.</summary>
    /// <param name="options">Stops the run.</param>
    /// <param name="values">The inputs, in the processor's memory.</param>
    /// <returns>The outputs, in memory that the processor can read.</returns>
    public IDisposableReadOnlyCollection<OrtValue> Run(RunOptions options, IReadOnlyCollection<OrtValue> values)
    {
        foreach (var (name, input, value) in Shape.Names.Zip(_inputs, values))
        {
            value.GetTensorMutableRawData().CopyTo(input.GetTensorMutableRawData());
            // Binding copies an input to the device, so it is repeated for every batch.
            _binding.BindInput(name, input);
        }
        // Bound to where they go and not to memory: the session takes it from its arena. Into pinned memory that is
        // bound CUDA's provider computes the output and then copies it onto itself, which it refuses.
        foreach (var output in Shape.Outputs)
            _binding.BindOutputToDevice(output, _allocator.Info);
        _binding.SynchronizeBoundInputs();
        _session.RunWithBinding(options, _binding);
        _binding.SynchronizeBoundOutputs();
        return _binding.GetOutputValues();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _inputs.ForEach(static value => value.Dispose());
    }
}
