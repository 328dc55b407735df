using Clip.Cli;

using var interruption = new Interruption();
return await interruption.RunAsync(stop => Application.RunAsync(args, stop)).ConfigureAwait(false);
