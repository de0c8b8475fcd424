using Mono.Cecil;

namespace Daytona.Platforms.Tests;

/// <summary>
/// What the built assemblies use exists on the oldest platform that they are for, or beside them. The compiler sees only the
/// packages' own references.
/// </summary>
public sealed class ReferenceTests
{

    [Theory]
    [InlineData("net472", "FrameworkReferences")]
    [InlineData("net8.0", "CoreReferences")]
    public void Every_type_and_member_in_use_exists(string framework, string references)
    {
        string module = Path.Combine(TestFolders.Get("ModuleFolder"), framework);
        string[] own = [module, Path.Combine(module, "dependencies")];
        using var resolver = new FolderResolver(
            [.. own, TestFolders.Get(references), Path.Combine(TestFolders.Get(references), "Facades"), TestFolders.Get("PowerShellReferences")]);

        var missing = new SortedSet<string>(StringComparer.Ordinal);
        int checkedMembers = 0;
        foreach (string file in own.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.dll")))
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = resolver });
            foreach (MemberReference member in Uses(assembly))
            {
                checkedMembers++;
                if (!Exists(member)) missing.Add($"{assembly.Name.Name}: {member.FullName}");
            }
        }

        Assert.True(checkedMembers > 10_000, $"only {checkedMembers} were found");
        Assert.Equal([], missing.Where(static member => !IsOfLogin(member)));
    }

    private static IEnumerable<MemberReference> Uses(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypeReferences().Concat<MemberReference>(assembly.MainModule.GetMemberReferences());

    private static bool Exists(MemberReference member)
    {
        try
        {
            return member switch
            {
                TypeReference type => type.Resolve() is not null,
                // The runtime itself provides the members of arrays.
                { DeclaringType: ArrayType } => true,
                MethodReference method => method.Resolve() is not null,
                FieldReference field => field.Resolve() is not null,
                _ => true,
            };
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    private static bool IsOfLogin(string member) =>
        member.StartsWith("AWSSDK.Core:", StringComparison.Ordinal) && member.Contains("System.Formats.Asn1", StringComparison.Ordinal);

    /// <summary>Finds assemblies only in folders.</summary>
    private sealed class FolderResolver : DefaultAssemblyResolver
    {
        public FolderResolver(IEnumerable<string> folders)
        {
            foreach (string folder in GetSearchDirectories()) RemoveSearchDirectory(folder);
            foreach (string folder in folders) AddSearchDirectory(folder);
        }

        public override AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) =>
            GetSearchDirectories().Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } file
                ? ResolveOnce(file, parameters)
                : throw new AssemblyResolutionException(name);

        private readonly Dictionary<string, AssemblyDefinition> _known = [];

        private AssemblyDefinition ResolveOnce(string file, ReaderParameters parameters)
        {
            if (!_known.TryGetValue(file, out AssemblyDefinition? known))
            {
                parameters.AssemblyResolver ??= this;
                _known[file] = known = AssemblyDefinition.ReadAssembly(file, parameters);
            }

            return known;
        }
    }
}
