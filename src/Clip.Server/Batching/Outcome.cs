namespace Clip.Server.Batching;

/// <summary>The result of an item, or what was wrong with it.</summary>
internal readonly struct Outcome<TResult>
{
    private readonly TResult? _result;

    public Outcome(TResult result) => _result = result;

    public Outcome(Exception error) => Error = error;

    /// <summary>What was wrong; null where there is a result.</summary>
    public Exception? Error { get; }

    /// <summary>The result; not to be read where there is an error.</summary>
    public TResult Result => _result!;
}
