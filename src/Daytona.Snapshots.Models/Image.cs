using System.Collections;
using System.Text;

namespace Daytona.Snapshots;

/// <summary>
/// The definition of an image, built step by step. Immutable: every step returns a new image. For the same steps, the
/// Dockerfile is byte for byte that of Daytona's Python SDK, because the service caches builds by this text. docs/images.md
/// lists the differences.
/// </summary>
public sealed class Image
{
    private const int MaxDockerfileLength = 4 * 1024 * 1024;

    private ParsedDockerfile? _parsed;

    private Image(string dockerfile, IReadOnlyList<ImageContext> contexts, IReadOnlyList<string>? storedContexts = null) =>
        (Dockerfile, Contexts, StoredContexts) = (dockerfile, contexts, storedContexts ?? []);

    /// <summary>The series of Python that <see cref="DebianSlim"/> takes, the newest first.</summary>
    public static IReadOnlyList<string> PythonVersions => PythonVersion.Series;

    /// <summary>The Dockerfile's text, with line feeds.</summary>
    public string Dockerfile { get; }

    /// <summary>The local files and folders that the Dockerfile needs, in the order of the steps.</summary>
    public IReadOnlyList<ImageContext> Contexts { get; }

    /// <summary>The Dockerfile's directives and instructions, which are parsed once, when they are first needed.</summary>
    internal ParsedDockerfile Parsed => _parsed ??= new ParsedDockerfile(Dockerfile);

    /// <summary>The hashes of the contexts that the service has already.</summary>
    internal IReadOnlyList<string> StoredContexts { get; }

    /// <summary>Starts from the official slim Python image on Debian, with compilers and an up-to-date pip.</summary>
    /// <param name="pythonVersion">A series from 3.9 to 3.13, or one of its micro versions; null or empty for 3.12.</param>
    /// <exception cref="ArgumentException">The version is not supported.</exception>
    public static Image DebianSlim(string? pythonVersion = null) => new(
        $"FROM python:{PythonVersion.Resolve(pythonVersion)}-slim-bookworm\n" +
        "RUN apt-get update\n" +
        "RUN apt-get install -y gcc gfortran build-essential\n" +
        "RUN pip install --upgrade pip\n" +
        "RUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections\n",
        []);

    /// <summary>Starts from a registry image.</summary>
    /// <param name="image">The image, as after FROM in a Dockerfile.</param>
    /// <exception cref="ArgumentException">The argument is empty, or contains a line break or another control character.</exception>
    public static Image FromBase(string image) => new($"FROM {SingleLine(image, nameof(image))}\n", []);

    /// <summary>Starts from a Dockerfile, which is read immediately.</summary>
    /// <param name="path">The Dockerfile.</param>
    /// <param name="baseFolder">The folder that relative paths start from; null for the current directory.</param>
    /// <param name="contextFolder">The folder that COPY and ADD are relative to; null or empty for the Dockerfile's own.</param>
    /// <param name="options">The build arguments and the target stage; null for none.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The context folder does not exist.</exception>
    /// <exception cref="ArgumentException">
    /// The Dockerfile is not UTF-8 text, is larger than 4 MiB, or does not have the build arguments or the target.
    /// </exception>
    public static Image FromDockerfile(string path, string? baseFolder = null, string? contextFolder = null, DockerfileOptions? options = null)
    {
        if (ValidatePath(path) is { } problem) throw new ArgumentException(problem, nameof(path));
        baseFolder ??= Directory.GetCurrentDirectory();
        string file = LocalPath.ExistingFile(path, baseFolder);
        string folder = string.IsNullOrEmpty(contextFolder)
            ? Path.GetDirectoryName(file)!
            : LocalPath.ExistingFolder(contextFolder!, baseFolder);
        // As Python reads text files, so that the text is the same on every system.
        string text = Utf8Text.Decode(ReadDockerfile(file), $"Dockerfile '{file}'").Replace("\r\n", "\n").Replace('\r', '\n');
        text = options?.ApplyTo(text) ?? text;
        return new Image(text, [new ImageContext(folder, ImageContext.Root, text, file)]);
    }

    /// <summary>Starts from the text of a Dockerfile that reads no local files, such as that of a snapshot's <see cref="BuildInfo"/>.</summary>
    /// <param name="dockerfile">The text.</param>
    /// <exception cref="ArgumentException">The argument is empty.</exception>
    public static Image FromText(string dockerfile) => new(Required(dockerfile, nameof(dockerfile)), []);

    /// <summary>Starts from the build of a snapshot of the same organization. The service has its Dockerfile and its contexts.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The service did not send the Dockerfile.</exception>
    public static Image FromBuild(BuildInfo build) =>
        new(Required((build ?? throw new ArgumentNullException(nameof(build))).DockerfileContent!, nameof(build)), [], build.ContextHashes);

    /// <summary>Installs Python packages with pip.</summary>
    /// <param name="packages">The packages in pip's syntax. If empty, the image is unchanged.</param>
    /// <param name="options">Further options of pip; null for none.</param>
    public Image PipInstall(string[] packages, PipInstallOptions? options = null)
    {
        if (packages is null) throw new ArgumentNullException(nameof(packages));
        if (packages.Length == 0) return this;

        // By code point, as in Python, which is the order of the bytes in UTF-8.
        IEnumerable<string> sorted = packages.OrderBy(static package => BitConverter.ToString(Encoding.UTF8.GetBytes(package)), StringComparer.Ordinal);
        return With($"RUN python -m pip install {ShellWord.Join(sorted)}{options?.ToArguments()}\n");
    }

    /// <summary>Installs the packages of a requirements.txt with pip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="baseFolder">The folder that a relative path starts from.</param>
    /// <param name="options">Further options of pip; null for none.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public Image PipInstallFromRequirements(string path, string baseFolder, PipInstallOptions? options = null) =>
        WithCopy(LocalPath.ExistingFile(path, baseFolder), baseFolder, "/.requirements.txt")
            .With($"RUN python -m pip install -r /.requirements.txt{options?.ToArguments()}\n");

    /// <summary>Copies a local file into the image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="destination">The file in the image, or a folder if it ends with a slash.</param>
    /// <param name="baseFolder">The folder that a relative path starts from.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public Image AddLocalFile(string path, string destination, string baseFolder)
    {
        string file = LocalPath.ExistingFile(path, baseFolder);
        string target = SingleLine(destination, nameof(destination));
        if (target.EndsWith("/", StringComparison.Ordinal)) target += Path.GetFileName(file);
        return WithCopy(file, baseFolder, target);
    }

    /// <summary>Copies a local folder into the image, except what its .dockerignore excludes.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="destination">The folder in the image.</param>
    /// <param name="baseFolder">The folder that a relative path starts from.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public Image AddLocalDirectory(string path, string destination, string baseFolder) => WithCopy(
        LocalPath.ExistingFolder(path, baseFolder), baseFolder, SingleLine(destination, nameof(destination)));

    /// <summary>Runs commands in the image's shell, each as a RUN instruction.</summary>
    /// <param name="commands">The commands, as after RUN in a Dockerfile.</param>
    public Image RunCommands(params string[] commands) => With(string.Concat(
        (commands ?? throw new ArgumentNullException(nameof(commands))).Select(command => $"RUN {command}\n")));

    /// <summary>Runs a program in the image without a shell (exec form).</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public Image RunExec(params string[] command) => command is { Length: 0 }
        ? throw new ArgumentException("A command needs a program.", nameof(command))
        : With($"RUN {ExecForm.Write(command)}\n");

    /// <summary>Sets environment variables, in the dictionary's order if it is ordered, or by name.</summary>
    /// <param name="variables">Names and values; a value that is not a string is formatted with the invariant culture.</param>
    /// <exception cref="ArgumentException">A name is empty or contains a space or <c>=</c>, or a value contains a line
    /// break.</exception>
    public Image Environment(IDictionary variables) => With(string.Concat(
        EnvironmentVariables.From(variables).Select(pair => $"ENV {pair.Key}={ShellWord.Quote(pair.Value)}\n")));

    /// <summary>Sets the working directory.</summary>
    /// <param name="path">The folder in the image.</param>
    /// <exception cref="ArgumentException">The argument is empty.</exception>
    public Image WorkingDirectory(string path) => With($"WORKDIR {ShellWord.Quote(SingleLine(path, nameof(path)))}\n");

    /// <summary>Sets the entrypoint: the command that a container of the image runs.</summary>
    /// <param name="command">The program and its arguments; none to clear it.</param>
    public Image Entrypoint(params string[] command) => With($"ENTRYPOINT {ExecForm.Write(command)}\n");

    /// <summary>Sets the default command, or the arguments of the entrypoint.</summary>
    /// <param name="command">The program and its arguments; none to clear it.</param>
    public Image Command(params string[] command) => With($"CMD {ExecForm.Write(command)}\n");

    /// <summary>Adds lines of a Dockerfile unchanged.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="baseFolder">The folder that a relative context folder starts from.</param>
    /// <param name="contextFolder">The folder that COPY and ADD in them are relative to; null or empty for the base
    /// folder.</param>
    /// <exception cref="DirectoryNotFoundException">The context folder does not exist.</exception>
    public Image DockerfileCommands(string[] lines, string baseFolder, string? contextFolder = null)
    {
        string text = string.Join("\n", lines ?? throw new ArgumentNullException(nameof(lines))) + "\n";
        string folder = string.IsNullOrEmpty(contextFolder)
            ? LocalPath.Full(".", baseFolder)
            : LocalPath.ExistingFolder(contextFolder!, baseFolder);
        return With(text, new ImageContext(folder, ImageContext.Root, text) { Start = Beginning.Length });
    }

    /// <summary>The Dockerfile's text.</summary>
    public override string ToString() => Dockerfile;

    /// <summary>Finds a URL or a text that is given as the path of a Dockerfile.</summary>
    /// <returns>The problem, or null if it may be a path.</returns>
    internal static string? ValidatePath(string path) =>
        path?.IndexOf('\n') >= 0 || path?.TrimStart().StartsWith("FROM ", StringComparison.OrdinalIgnoreCase) == true
            ? "This is the text of a Dockerfile, not its path. Save it as a file."
            : path?.Contains("://") == true ? $"'{path}' is a URL. Download the Dockerfile, and use the path of the file." : null;

    // Without a limit, a device would be read until the memory is full.
    private static byte[] ReadDockerfile(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using var text = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (stream.Read(buffer, 0, buffer.Length) is var count and > 0)
        {
            text.Write(buffer, 0, count);
            if (text.Length > MaxDockerfileLength) throw new ArgumentException($"Dockerfile '{file}' is larger than 4 MiB.", nameof(file));
        }

        return text.ToArray();
    }

    private static string Required(string value, string parameter) => string.IsNullOrWhiteSpace(value)
        ? throw new ArgumentException($"The {parameter} is empty.", parameter)
        : value;

    // A line break would begin another instruction.
    private static string SingleLine(string value, string parameter) => Required(value, parameter).Any(char.IsControl)
        ? throw new ArgumentException($"The {parameter} contains a line break or another control character.", parameter)
        : value;

    private Image WithCopy(string source, string baseFolder, string destination)
    {
        string archivePath = ArchivePath.Choose(source, LocalPath.Full(".", baseFolder), Contexts);
        return With(CopyInstruction.Write(archivePath, destination, Parsed.Escape) + "\n", new ImageContext(source, archivePath));
    }

    // If the last line of the Dockerfile has no line end, a step would continue it.
    private string Beginning => Dockerfile.Length == 0 || Dockerfile[Dockerfile.Length - 1] == '\n' ? Dockerfile : Dockerfile + "\n";

    private Image With(string step, ImageContext? context = null) => new(
        step.Length == 0 ? Dockerfile : Beginning + step, context is null ? Contexts : [.. Contexts, context], StoredContexts);
}
