using Clip.Cli;

return await Application.RunAsync(args).ConfigureAwait(false);
