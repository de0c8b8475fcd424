// Many tests wait for a response, so that more of them than processors can run.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
