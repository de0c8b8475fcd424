BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    $manifest = "$Root/Daytona.Snapshots.psd1"
    Import-Module $manifest -Force
    $image = New-DaytonaImage x:1
}

AfterAll { Remove-Module Daytona.Snapshots }

Describe 'Add-DaytonaImageStep' {
    BeforeAll {
        New-Item -ItemType Directory "$TestDrive/project/app" | Out-Null
        Set-Content "$TestDrive/project/app/main.py" 'print(1)'
        Set-Content "$TestDrive/shared.txt" 'a'
    }

    BeforeEach { Push-Location "$TestDrive/project" }

    AfterEach { Pop-Location }

    It 'adds steps in a pipeline' {
        $built = New-DaytonaImage -PythonVersion 3.12 |
            Add-DaytonaImageStep -PipInstall numpy, pandas |
            Add-DaytonaImageStep -LocalDirectory app -Destination /app |
            Add-DaytonaImageStep -Environment @{ MODE = 'batch' } |
            Add-DaytonaImageStep -WorkingDirectory /app |
            Add-DaytonaImageStep -Command python, main.py
        $built.Dockerfile | Should -BeLike "*`nRUN python -m pip install numpy pandas`nCOPY app /app`nENV MODE=batch`nWORKDIR /app`nCMD [[]`"python`", `"main.py`"]`n"
    }

    It 'writes a hashtable in the same order in every process' {
        $texts = 1..2 | ForEach-Object {
            Invoke-Shell -NoProfile -Command "Import-Module '$manifest'; (New-DaytonaImage x:1 | Add-DaytonaImageStep -Environment @{ zeta = 1; Alpha = 2; _b = 3; beta = 4; mid = 5 }).Dockerfile"
        }
        ($texts[0..5] -join ';') | Should -BeExactly 'FROM x:1;ENV Alpha=2;ENV _b=3;ENV beta=4;ENV mid=5;ENV zeta=1'
        @($texts | Select-Object -Unique).Count | Should -Be 7
    }

    It 'keeps the order of an ordered dictionary' {
        ($image | Add-DaytonaImageStep -Environment ([ordered]@{ z = 1; a = 'x y' })).Dockerfile | Should -Be "FROM x:1`nENV z=1`nENV a='x y'`n"
    }

    It 'accepts the variables of a file from ConvertFrom-StringData' {
        ($image | Add-DaytonaImageStep -Environment (ConvertFrom-StringData "B=2`nA=1")).Dockerfile | Should -Be "FROM x:1`nENV A=1`nENV B=2`n"
    }

    It 'accepts PowerShell paths and keeps local paths out of the Dockerfile' {
        foreach ($path in 'app/main.py', './app/../app/main.py', "$TestDrive/project/app/main.py", 'TestDrive:/project/app/main.py', (Get-Item app/main.py)) {
            ($image | Add-DaytonaImageStep -LocalFile $path -Destination /x/).Dockerfile | Should -Be "FROM x:1`nCOPY app/main.py /x/main.py`n"
        }
        ($image | Add-DaytonaImageStep -LocalFile ../shared.txt -Destination /x).Dockerfile | Should -Be "FROM x:1`nCOPY _local/shared.txt /x`n"
    }

    It 'accepts names with brackets literally' {
        New-Item 'a[1].txt' | Out-Null
        ($image | Add-DaytonaImageStep -LocalFile 'a[1].txt' -Destination /x).Dockerfile | Should -Be "FROM x:1`nCOPY a[[]1].txt /x`n"
    }

    It 'accepts the lines of a file' {
        'RUN a', 'USER b' | Set-Content lines
        ($image | Add-DaytonaImageStep -DockerfileLine (Get-Content lines)).Dockerfile | Should -Be "FROM x:1`nRUN a`nUSER b`n"
    }

    It 'accepts one kind of step per call' {
        (Get-Command Add-DaytonaImageStep).ParameterSets.Name | Sort-Object | Should -Be Command, DockerfileLine, Entrypoint, Environment,
            LocalDirectory, LocalFile, PipInstall, PyProject, Requirements, Run, RunExec, WorkingDirectory
    }

    It 'returns no image to a script that stops at errors' {
        { $image | Add-DaytonaImageStep -Requirements nope.txt -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidImageStep,*'
        ($image | Add-DaytonaImageStep -Requirements nope.txt -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
    }
}
